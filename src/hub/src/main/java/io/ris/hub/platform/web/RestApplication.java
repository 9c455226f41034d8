package io.ris.hub.platform.web;

import io.ris.protocol.CommandResult;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.ConnectivityResult;
import io.ris.protocol.ConnectivityTestSpec;
import io.ris.protocol.DockerResult;
import io.ris.protocol.DockerSpec;
import io.ris.protocol.FileResult;
import io.ris.protocol.FileSpec;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.HttpResult;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The REST API. MicroProfile JWT verifies bearer tokens; {@link PermissionFilter} decides what they allow. */
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "RIS",
                        version = "1.0.0",
                        description = "Remote Integrated Services: run work on machines through their agents.",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        security = @SecurityRequirement(name = "bearer"),
        components =
                @Components(
                        schemas = {
                            @Schema(name = "Problem", implementation = Problem.class),
                            @Schema(
                                    name = "CommandSpec",
                                    implementation = CommandSpec.class,
                                    requiredProperties = "command"),
                            @Schema(
                                    name = "HttpRequestSpec",
                                    implementation = HttpRequestSpec.class,
                                    requiredProperties = "url"),
                            @Schema(
                                    name = "ConnectivityTestSpec",
                                    implementation = ConnectivityTestSpec.class,
                                    requiredProperties = "kind"),
                            @Schema(
                                    name = "DockerSpec",
                                    implementation = DockerSpec.class,
                                    requiredProperties = "action"),
                            @Schema(name = "DockerResult", implementation = DockerResult.class),
                            @Schema(
                                    name = "FileSpec",
                                    implementation = FileSpec.class,
                                    requiredProperties = {"action", "path"}),
                            @Schema(name = "FileResult", implementation = FileResult.class),
                            @Schema(name = "ConnectivityResult", implementation = ConnectivityResult.class),
                            @Schema(name = "CommandResult", implementation = CommandResult.class),
                            @Schema(name = "HttpResult", implementation = HttpResult.class)
                        }))
@SecurityScheme(
        securitySchemeName = "bearer",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "Access token of POST /auth/login, or an API key")
public class RestApplication extends Application {}
