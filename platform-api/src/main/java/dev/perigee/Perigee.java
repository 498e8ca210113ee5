package dev.perigee;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The one process of the platform. */
@SpringBootApplication
public class Perigee {

    public static void main(String[] args) {
        SpringApplication.run(Perigee.class, args);
    }
}
