package hub.web.account;

/** What a newcomer gives. */
record SignUpForm(String username, String email, String password) {

  SignUpForm {
    username = username.strip();
    email = email.strip();
  }

  static SignUpForm empty() {
    return new SignUpForm("", "", "");
  }
}
