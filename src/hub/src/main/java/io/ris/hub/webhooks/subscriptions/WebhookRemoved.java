package io.ris.hub.webhooks.subscriptions;

/** A webhook of the tenant in scope is gone, and so is the reason to keep what it was told. */
public record WebhookRemoved(String webhookId) {}
