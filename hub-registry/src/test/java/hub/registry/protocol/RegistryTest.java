package hub.registry.protocol;

import hubtesting.FreshDatabase;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** A test against a registry on a real port, with a database and a data directory of its own. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = OwnDataDirectory.class)
@Import(People.class)
@FreshDatabase
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface RegistryTest {}
