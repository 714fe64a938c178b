package hub.accounts;

/**
 * What an account says of itself, or presets, was changed. The colours of the pages are nobody's
 * business and no change.
 *
 * @param field the one that was changed
 */
public record ProfileChanged(long accountId, String field, Object before, Object after, Actor actor)
    implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofAccount("account.change", accountId).changed(field, before, after);
  }
}
