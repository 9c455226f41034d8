package io.ris.settings;

import static io.ris.settings.Constraint.matching;

import java.util.List;

/** What is watched without anybody asking for it, and who is told. */
public final class AlertSettings {

    public static final Setting<String> WEBHOOK_URL = Definition.text("monitoring.alerting.webhook_url")
            .allow(matching("http(s)://HOST...", "https?://\\S+"))
            .secret()
            .because("an example's address is nobody's to call")
            .live()
            .effect(
                    "Where the alerts of the default tenant are posted, those about the hub itself among them: its webhook"
                            + " `configured`.");

    public static final Setting<String> WEBHOOK_SECRET = Definition.text("monitoring.alerting.webhook_secret")
            .allow(matching("whsec_ and 24 to 64 bytes in base64", "whsec_[A-Za-z0-9+/]{32,86}={0,2}"))
            .secret()
            .live()
            .effect("What signs these posts; where it is not given the hub makes one, which `POST"
                    + " /platform/v1/webhooks/configured/rotate-secret` replaces and tells.");

    static final List<Setting<?>> ALL = List.of(WEBHOOK_URL, WEBHOOK_SECRET);

    private AlertSettings() {}
}
