package hub.web.security;

import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import hubtesting.FreshDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.MockMvc;

@SpringBootTest
@AutoConfigureMockMvc
@FreshDatabase
class SecurityTests {

  @Autowired MockMvc mvc;

  @Test
  void asksToSignInForWhateverNoRuleOpens() throws Exception {
    mvc.perform(get("/repositories?a=b&c=d"))
        .andExpect(redirectedUrl("/login?next=%2Frepositories%3Fa%3Db%26c%3Dd"));
    mvc.perform(post("/repositories/create").with(csrf())).andExpect(redirectedUrl("/login"));
  }

  @Test
  void asksNobodyToSignInWhereThereIsNothing() throws Exception {
    mvc.perform(get("/something/else")).andExpect(status().isNotFound());
  }

  @Test
  void asksToSignInBeforeTheSitePages() throws Exception {
    mvc.perform(get("/admin/outbox")).andExpect(redirectedUrl("/login?next=%2Fadmin%2Foutbox"));
  }

  @Test
  void refusesAFormWithoutItsToken() throws Exception {
    mvc.perform(post("/signup").param("username", "maria")).andExpect(status().isForbidden());
  }

  @Test
  void refusesWrongCredentialsOfScriptsInJson() throws Exception {
    mvc.perform(get("/v2/users/maria").header("Authorization", "Bearer nonsense"))
        .andExpect(status().isUnauthorized())
        .andExpect(header().string("Content-Type", containsString("application/json")));
  }

  @Test
  void letsAnonymousScriptsLookButNotChange() throws Exception {
    mvc.perform(post("/v2/repositories/")).andExpect(status().isUnauthorized());
  }

  @Test
  void sendsThePolicyThatForbidsInlineScripts() throws Exception {
    mvc.perform(get("/login"))
        .andExpect(header().string("Content-Security-Policy", containsString("script-src 'self';")))
        .andExpect(header().string("X-Content-Type-Options", "nosniff"));
  }
}
