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
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.time.Instant;
import java.util.Map;

/** Takes the wake-ups of {@code ris.tasks} and puts each task into its agent's lane. */
@MessageDriven
@TransactionManagement(TransactionManagementType.BEAN)
public class TaskQueueListener implements MessageListener {

    private static final System.Logger LOG = System.getLogger(TaskQueueListener.class.getName());

    private static final String TENANT = "tenant";
    private static final String AGENT = "agent";
    private static final String TASK = "task";
    private static final String PRIORITY = "priority";
    private static final String CREATED_AT = "created_at";

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private TaskDispatcher dispatcher;

    /** What a wake-up says about a task. */
    static Map<String, String> describe(TenantCode tenant, Task task) {
        return Map.of(
                TENANT, tenant.value(),
                AGENT, task.clientId(),
                TASK, task.id(),
                PRIORITY, Integer.toString(task.priority()),
                CREATED_AT, task.createdAt().toString());
    }

    @Override
    @RequiresPermission(Permissions.HUB_INTERNAL)
    public void onMessage(Message message) {
        AccessControl.require(AccessControl.OF_THE_HUB, Permissions.HUB_INTERNAL);
        try {
            MapMessage wakeUp = (MapMessage) message;
            TenantCode tenant = new TenantCode(wakeUp.getString(TENANT));
            AgentKey agent = new AgentKey(tenant, new AgentId(wakeUp.getString(AGENT)));
            AgentLane.Waiting waiting = new AgentLane.Waiting(
                    new TaskId(wakeUp.getString(TASK)),
                    Integer.parseInt(wakeUp.getString(PRIORITY)),
                    Instant.parse(wakeUp.getString(CREATED_AT)));
            TenantScope.run(tenant, () -> dispatcher.enqueue(agent, waiting));
        } catch (JMSException e) {
            LOG.log(System.Logger.Level.WARNING, "a wake-up could not be read; the sweep sends it again", e);
            throw new IllegalStateException(e);
        }
    }
}
