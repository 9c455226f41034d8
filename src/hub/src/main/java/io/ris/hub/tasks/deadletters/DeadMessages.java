package io.ris.hub.tasks.deadletters;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.messaging.WakeUps;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.tasks.UnreadableWakeUp;
import io.ris.protocol.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/** Keeps the messages that no node could read. Thread-safe. */
@HubService
class DeadMessages {

    private static final System.Logger LOG = System.getLogger(DeadMessages.class.getName());
    private static final String QUEUE = "ris.tasks";
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final DeadMessageRepository messages;
    private final WakeUps wakeUps;
    private final Clock clock;

    @Inject
    DeadMessages(DeadMessageRepository messages, WakeUps wakeUps, Clock clock) {
        this.messages = messages;
        this.wakeUps = wakeUps;
        this.clock = clock;
    }

    void keep(@Observes UnreadableWakeUp unreadable) {
        DeadMessage message = new DeadMessage(
                UuidCreator.getTimeOrderedEpoch().toString(),
                clock.instant(),
                QUEUE,
                unreadable.properties(),
                unreadable.reason());
        messages.insert(message);
        LOG.log(
                System.Logger.Level.WARNING,
                "a message of {0} cannot be read and is kept as dead message {1}: {2}",
                QUEUE,
                message.id(),
                message.reason());
    }

    Page<DeadMessage> page(PageRequest request) {
        return messages.page(request);
    }

    /** @throws HubException.Conflict if there is none */
    DeadMessage require(String id) {
        return messages.find(id).orElseThrow(DeadMessages::notFound);
    }

    /** Sends it once more, as after an update that can read it; where nobody can, it comes back as another one. */
    void requeue(String id) {
        DeadMessage message = require(id);
        try {
            wakeUps.tasks(message.properties(), Priority.NORMAL.level());
        } catch (WakeUps.MessagingOutage e) {
            throw new HubException.Unavailable(
                    ProblemType.MESSAGING_UNAVAILABLE, "the queue does not take messages now", RETRY, null);
        }
        purge(id);
    }

    void purge(String id) {
        if (!messages.delete(id)) {
            throw notFound();
        }
    }

    /** @return how many there were */
    long purgeAll() {
        return messages.deleteAll();
    }

    private static HubException.Conflict notFound() {
        return new HubException.Conflict(ProblemType.DEAD_LETTER_NOT_FOUND, "there is no such dead message");
    }
}
