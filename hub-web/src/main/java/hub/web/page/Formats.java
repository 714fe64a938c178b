package hub.web.page;

import java.text.NumberFormat;

/** Sizes and counts, as {@code #formats} in templates. Decimal units, as Docker prints them. */
public class Formats {

  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private final Messages messages;

  Formats(Messages messages) {
    this.messages = messages;
  }

  /** A size: 0 B, 2.3 kB, 118 kB, 73.4 MB. */
  public String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 999.95 && unit < UNITS.length - 1) {
      amount /= 1000;
      unit++;
    }
    boolean whole = unit == 0 || (unit == 1 && amount >= 10);
    return messages.of("size." + UNITS[unit], decimals(amount, whole ? 0 : 1));
  }

  /** A count in full: 412,806. */
  public String whole(long count) {
    return decimals(count, 0);
  }

  /** A count in short, for lists: 8,450, 23.9 k, 286 k, 1.2 M. */
  public String brief(long count) {
    if (count < 10_000) {
      return whole(count);
    }
    boolean thousands = count < 999_500;
    double amount = count / (thousands ? 1e3 : 1e6);
    return messages.of(thousands ? "count.k" : "count.M", decimals(amount, amount < 100 ? 1 : 0));
  }

  private String decimals(double amount, int digits) {
    NumberFormat format = NumberFormat.getNumberInstance(messages.language());
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return format.format(amount);
  }
}
