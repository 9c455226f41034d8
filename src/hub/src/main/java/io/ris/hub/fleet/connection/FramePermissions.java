package io.ris.hub.fleet.connection;

import io.ris.hub.platform.web.Permissions;
import io.ris.protocol.AgentFrame;

/** What the sender of each kind of frame must be allowed to do. A new kind does not compile before it is named here. */
final class FramePermissions {

    private FramePermissions() {}

    static String required(AgentFrame frame) {
        return switch (frame) {
            case AgentFrame.Hello ignored -> Permissions.AGENT_CONNECT;
            case AgentFrame.Heartbeat ignored -> Permissions.AGENT_CONNECT;
            case AgentFrame.CertificateRequest ignored -> Permissions.AGENT_CONNECT;
            case AgentFrame.NetworkChanged ignored -> Permissions.AGENT_CONNECT;
            case AgentFrame.Report ignored -> Permissions.AGENT_CONNECT;
            case AgentFrame.Fault ignored -> Permissions.AGENT_CONNECT;
            case AgentFrame.OfTask ignored -> Permissions.AGENT_CONNECT;
        };
    }
}
