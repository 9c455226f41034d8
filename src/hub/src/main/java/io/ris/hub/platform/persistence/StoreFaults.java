package io.ris.hub.platform.persistence;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What an exception of the driver means, for code that must not know the driver. */
public final class StoreFaults {

    private StoreFaults() {}

    /** Whether an insert failed because its id, or another unique value, is taken. */
    public static boolean isDuplicate(RuntimeException fault) {
        return fault instanceof MongoWriteException write
                && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }

    /**
     * Runs an insert.
     *
     * @return false if its id, or another unique value, was taken already, and nothing was stored
     */
    public static boolean stores(Runnable insert) {
        try {
            insert.run();
            return true;
        } catch (RuntimeException e) {
            if (isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Whether the store could not be reached, so that the same may work later. */
    public static boolean isOutage(Throwable fault) {
        return fault instanceof MongoSocketException
                || fault instanceof MongoTimeoutException
                || fault instanceof MongoNotPrimaryException
                || fault instanceof MongoNodeIsRecoveringException
                || (fault instanceof HubException.Unavailable refused
                        && refused.type().equals(ProblemType.STORE_UNAVAILABLE))
                || (fault instanceof MongoException e
                        && e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL));
    }

    /** Why a server cannot be used, in words that name neither it nor what was sent to it. */
    static String words(MongoException fault) {
        Throwable cause = fault;
        while (cause.getCause() != null && !(cause instanceof MongoSecurityException)) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case MongoSecurityException refused -> "does not take the credentials";
            case MongoCommandException refused -> "does not let this user write to the database";
            case MongoWriteException refused -> "does not let this user write to the database";
            case UnknownHostException unknown -> "cannot be found, or that the hub may not call";
            case SSLException tls -> "cannot be talked to over TLS";
            default -> "does not answer";
        };
    }
}
