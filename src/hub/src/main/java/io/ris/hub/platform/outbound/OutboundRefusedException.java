package io.ris.hub.platform.outbound;

import java.io.Serial;
import java.net.UnknownHostException;

/**
 * The hub does not call there. The message says why in words for whoever named the host, without its addresses, which
 * would tell how the hub's own network looks.
 */
public final class OutboundRefusedException extends UnknownHostException {

    @Serial
    private static final long serialVersionUID = 1L;

    OutboundRefusedException(String message) {
        super(message);
    }
}
