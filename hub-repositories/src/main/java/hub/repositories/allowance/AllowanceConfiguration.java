package hub.repositories.allowance;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AllowanceSettings.class)
class AllowanceConfiguration {}
