package elsewhere;

import hub.repositories.RepositoryNotFound;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;

/** A page of a package that nobody has listed anywhere. */
@Controller
public class NewPageController {

  @GetMapping("/new/absent")
  String absent() {
    throw new RepositoryNotFound();
  }

  @GetMapping("/new/{id}")
  @ResponseBody
  String show(@PathVariable UUID id) {
    return id.toString();
  }
}
