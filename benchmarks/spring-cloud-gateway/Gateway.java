import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** Spring Cloud Gateway with its defaults and one route: the port, then the backend. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Gateway {

    public static void main(String[] arguments) {
        SpringApplication.run(
                Gateway.class,
                "--server.port=" + arguments[0],
                "--spring.cloud.compatibility-verifier.enabled=false",
                "--spring.cloud.gateway.server.webflux.routes[0].id=one",
                "--spring.cloud.gateway.server.webflux.routes[0].uri=" + arguments[1],
                "--spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/one");
    }
}
