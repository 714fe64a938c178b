package hub.accounts;

/**
 * Something was changed. Every event of a change is one, published inside the transaction of the
 * change, and one listener records them all ({@code hub.repositories.activity}).
 */
public interface Change {

  /** Who did it. */
  Actor actor();

  /** What of it is recorded. */
  ChangeRecord record();
}
