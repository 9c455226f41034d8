package io.ris.hub.platform.messaging;

import io.ris.hub.platform.HubService;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Queue;
import java.util.Map;

/**
 * Sends the messages that wake the hub's workers. They are not persistent: the store is the truth, and the sweep sends
 * again what was lost. Thread-safe.
 */
@HubService
public class WakeUps {

    private static final int LEVEL_TO_JMS = 1; // levels 1 to 5 become JMS priorities 2 to 6, of 0 to 9

    @Resource(lookup = "jms/connections")
    @SuppressWarnings("NullAway.Init") // set by the container
    private ConnectionFactory connections;

    @Resource(lookup = "jms/tasks")
    @SuppressWarnings("NullAway.Init") // set by the container
    private Queue tasks;

    /**
     * Wakes whoever dispatches tasks.
     *
     * @param properties what the message says
     * @param priority 1 to 5
     * @throws MessagingOutage if the queue cannot take it now
     */
    public void tasks(Map<String, String> properties, int priority) {
        try (JMSContext context = connections.createContext()) {
            MapMessage message = context.createMapMessage();
            for (Map.Entry<String, String> property : properties.entrySet()) {
                message.setString(property.getKey(), property.getValue());
            }
            context.createProducer()
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .setPriority(priority + LEVEL_TO_JMS)
                    .send(tasks, message);
        } catch (JMSException | JMSRuntimeException e) {
            throw new MessagingOutage(e);
        }
    }

    /** @throws MessagingOutage if the engine does not answer */
    public void probe() {
        try (JMSContext context = connections.createContext()) {
            context.getMetaData();
        } catch (JMSRuntimeException e) {
            throw new MessagingOutage(e);
        }
    }

    @PostConstruct
    void requireResources() {
        if (connections == null || tasks == null) {
            throw new IllegalStateException("the messaging resources are not configured");
        }
    }

    /** The queue cannot take a message now. */
    public static final class MessagingOutage extends RuntimeException {
        MessagingOutage(Exception cause) {
            super("the queue does not take messages: " + cause.getMessage(), cause);
        }
    }
}
