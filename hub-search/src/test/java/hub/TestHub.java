package hub;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class TestHub {}
