package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a task brought back, in the seed's shape; the variant shows in its fields. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
    @JsonSubTypes.Type(CommandResult.class),
    @JsonSubTypes.Type(ConnectivityResult.class),
    @JsonSubTypes.Type(DockerResult.class),
    @JsonSubTypes.Type(FileResult.class),
    @JsonSubTypes.Type(HttpResult.class)
})
public sealed interface TaskResult permits CommandResult, ConnectivityResult, DockerResult, FileResult, HttpResult {}
