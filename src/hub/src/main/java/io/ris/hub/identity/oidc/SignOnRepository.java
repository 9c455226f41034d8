package io.ris.hub.identity.oidc;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import io.ris.hub.identity.users.ExternalIdentity;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;

/**
 * Sign-ons under way and tickets, each under the hash of the one secret by which it is found, and each to be taken once. In
 * the platform's database: a sign-on may name a tenant that does not exist, and must not tell.
 */
@HubService
class SignOnRepository {

    private static final String EXPIRES_AT = "expires_at";

    private final Store store;

    @Inject
    SignOnRepository(Store store) {
        this.store = store;
    }

    void insert(String stateHash, SignOn signOn) {
        signOns()
                .insertOne(new Document("_id", stateHash)
                        .append("tenant", signOn.tenant())
                        .append("nonce", signOn.nonce())
                        .append("code_verifier", signOn.codeVerifier())
                        .append("challenge", signOn.challenge())
                        .append("redirect", signOn.redirect())
                        .append(EXPIRES_AT, Date.from(signOn.expiresAt())));
    }

    Optional<SignOn> take(String stateHash) {
        return Optional.ofNullable(signOns().findOneAndDelete(eq("_id", stateHash)))
                .map(found -> new SignOn(
                        found.getString("tenant"),
                        found.getString("nonce"),
                        found.getString("code_verifier"),
                        found.getString("challenge"),
                        found.getString("redirect"),
                        found.getDate(EXPIRES_AT).toInstant()));
    }

    void insertTicket(String codeHash, Ticket ticket) {
        ExternalIdentity identity = ticket.identity();
        tickets()
                .insertOne(new Document("_id", codeHash)
                        .append("tenant", ticket.tenant())
                        .append("challenge", ticket.challenge())
                        .append("source", identity.source())
                        .append("external_id", identity.externalId())
                        .append("username", identity.username())
                        .append("email", identity.email())
                        .append("roles", identity.roles())
                        .append(EXPIRES_AT, Date.from(ticket.expiresAt())));
    }

    Optional<Ticket> takeTicket(String codeHash) {
        return Optional.ofNullable(tickets().findOneAndDelete(eq("_id", codeHash)))
                .map(found -> new Ticket(
                        found.getString("tenant"),
                        found.getString("challenge"),
                        new ExternalIdentity(
                                found.getString("source"),
                                found.getString("external_id"),
                                found.getString("username"),
                                found.getString("email"),
                                found.getList("roles", String.class)),
                        found.getDate(EXPIRES_AT).toInstant()));
    }

    void prune(Instant now) {
        signOns().deleteMany(lt(EXPIRES_AT, Date.from(now)));
        tickets().deleteMany(lt(EXPIRES_AT, Date.from(now)));
    }

    private MongoCollection<Document> signOns() {
        return store.platform().commands().getCollection("sign_ons");
    }

    private MongoCollection<Document> tickets() {
        return store.platform().commands().getCollection("sign_on_tickets");
    }
}
