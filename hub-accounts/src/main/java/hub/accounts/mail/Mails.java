package hub.accounts.mail;

import com.github.kagkarlsson.scheduler.task.Priority;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.db.task.TaskQueue;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Orders mails, in the transaction of what they tell. {@link Postman} writes and sends them. */
@Component
public class Mails {

  static final TaskDescriptor<MailOrder> TASK = TaskDescriptor.of("mail", MailOrder.class);

  private final Accounts accounts;
  private final TaskQueue queue;

  Mails(Accounts accounts, TaskQueue queue) {
    this.accounts = accounts;
    this.queue = queue;
  }

  /**
   * Mails a link that confirms this address for this account; where the address is somebody else's
   * already, tells them instead.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void confirmOrTellOwner(Account account, String email) {
    if (accounts.isConfirmed(email)) {
      var owner = accounts.findByEmail(email).orElseThrow();
      order(MailOrder.Kind.KNOWN, owner, email, account.name());
    } else {
      order(MailOrder.Kind.CONFIRM, account, email, "");
    }
  }

  /**
   * Orders a mail about this account to a mailbox; {@code detail} is as {@link MailOrder} has it.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void order(MailOrder.Kind kind, Account account, String to, String detail) {
    queue.add(
        TASK.instance(UUID.randomUUID().toString())
            .data(new MailOrder(kind, account.id(), to, detail))
            .priority(Priority.HIGH)
            .build(),
        account.id());
  }
}
