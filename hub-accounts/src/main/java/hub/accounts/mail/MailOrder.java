package hub.accounts.mail;

import java.io.Serializable;

/**
 * A mail to be written and sent. Its link is made when it is written, so no secret lies in the
 * queue. It is queued as JSON, and serializable only to be read from the rows of earlier versions.
 *
 * @param accountId whom it is about
 * @param to the mailbox
 * @param detail a word that the text needs beside the account's name; may be empty
 */
public record MailOrder(Kind kind, long accountId, String to, String detail)
    implements Serializable {

  /** What a mail says; its texts stand in messages/mail.properties under this name. */
  public enum Kind {
    /** Confirm this address. */
    CONFIRM,
    /** Somebody signed up with an address that is yours already; {@code detail} is the new name. */
    KNOWN,
    /** Choose a new password. */
    RESET,
    /** Your password was changed. */
    PASSWORD_CHANGED,
    /** Somebody asked to change your address to {@code detail}. */
    EMAIL_CHANGING,
    /** A webhook of the repository {@code detail} was switched off, because nobody answers it. */
    WEBHOOK_OFF
  }
}
