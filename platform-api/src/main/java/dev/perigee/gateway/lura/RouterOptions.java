package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.ConfigNode;
import java.util.Set;

/** What the router's namespace says. */
record RouterOptions(
        boolean tellsErrors,
        boolean decodesPaths,
        boolean answersOptions,
        String healthPath,
        boolean showsVersion) {

    /** What has an effect here. */
    static final Set<String> USED =
            Set.of(
                    "return_error_msg",
                    "disable_path_decoding",
                    "auto_options",
                    "disable_health",
                    "health_path",
                    "hide_version_header");

    /** What is Lura's, but has none. */
    static final Set<String> UNUSED =
            Set.of(
                    "disable_redirect_trailing_slash",
                    "disable_redirect_fixed_path",
                    "disable_handle_method_not_allowed",
                    "forwarded_by_client_ip",
                    "remote_ip_headers",
                    "trusted_proxies",
                    "app_engine",
                    "max_multipart_memory",
                    "remove_extra_slash",
                    "logger_skip_paths",
                    "disable_access_log",
                    "use_h2c");

    static RouterOptions read(ConfigNode node) {
        return new RouterOptions(
                node.flag("return_error_msg", false),
                !node.flag("disable_path_decoding", false),
                node.flag("auto_options", false),
                node.flag("disable_health", false) ? "" : node.text("health_path", "/__health"),
                !node.flag("hide_version_header", false));
    }
}
