package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.web.AccessControl;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.protocol.AgentId;
import io.ris.protocol.TaskId;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Takes the wake-ups of {@code ris.tasks} and puts each task into its agent's lane. */
@MessageDriven
@TransactionManagement(TransactionManagementType.BEAN)
public class TaskQueueListener implements MessageListener {

    private static final System.Logger LOG = System.getLogger(TaskQueueListener.class.getName());

    private static final String TENANT = "tenant";
    private static final String AGENT = "agent";
    private static final String TASK = "task";
    private static final String PRIORITY = "priority";
    private static final String SINCE = "since";

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private TaskDispatcher dispatcher;

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private Event<UnreadableWakeUp> unreadable;

    /** What a wake-up says about a task. */
    static Map<String, String> describe(AgentKey agent, AgentLane.Waiting task) {
        return Map.of(
                TENANT, agent.tenant().value(),
                AGENT, agent.agentId().value(),
                TASK, task.task().value(),
                PRIORITY, Integer.toString(task.priority()),
                SINCE, task.since().toString());
    }

    @Override
    @RequiresPermission(Permissions.HUB_INTERNAL)
    public void onMessage(Message message) {
        AccessControl.require(AccessControl.OF_THE_HUB, Permissions.HUB_INTERNAL);
        Map<String, String> said = said(message);
        read(said)
                .ifPresent(wakeUp -> TenantScope.run(
                        wakeUp.agent().tenant(), () -> dispatcher.enqueue(wakeUp.agent(), wakeUp.task())));
    }

    /**
     * Read once more an unreadable message would say the same: it is kept for somebody to look at. Where it cannot be kept, as
     * while the store is out, the engine delivers it again until it can (messaging.xml).
     */
    private Optional<WakeUp> read(Map<String, String> said) {
        try {
            return Optional.of(WakeUp.of(said));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            unreadable.fire(new UnreadableWakeUp(said, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /** A task that waits for an agent. */
    record WakeUp(AgentKey agent, AgentLane.Waiting task) {

        /** @throws IllegalArgumentException or {@link DateTimeParseException} if this is none */
        static WakeUp of(Map<String, String> said) {
            AgentKey agent = new AgentKey(new TenantCode(required(said, TENANT)), new AgentId(required(said, AGENT)));
            return new WakeUp(
                    agent,
                    new AgentLane.Waiting(
                            new TaskId(required(said, TASK)),
                            Integer.parseInt(required(said, PRIORITY)),
                            Instant.parse(required(said, SINCE))));
        }
    }

    /** What a message says, as far as it can be told. */
    private static Map<String, String> said(Message message) {
        Map<String, String> said = new HashMap<>();
        try {
            if (message instanceof MapMessage map) {
                for (Object name : Collections.list((Enumeration<?>) map.getMapNames())) {
                    said.put(String.valueOf(name), String.valueOf(map.getString(String.valueOf(name))));
                }
            }
        } catch (JMSException e) {
            LOG.log(System.Logger.Level.DEBUG, "a message says no more", e);
        }
        return said;
    }

    private static String required(Map<String, String> said, String name) {
        String value = said.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }
}
