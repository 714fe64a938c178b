package hub.web.admin;

import hub.web.startup.Version;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Tells the pages of the administration, and no visitor, which version of the hub this is. */
@ControllerAdvice(basePackageClasses = VersionAdvice.class)
class VersionAdvice {

  @ModelAttribute("version")
  String version() {
    return Version.text();
  }
}
