package io.ris.hub.platform.persistence;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;

/** What an exception of the driver means, for code that must not know the driver. */
public final class StoreFaults {

    private StoreFaults() {}

    /** Whether an insert failed because its id, or another unique value, is taken. */
    public static boolean isDuplicate(RuntimeException fault) {
        return fault instanceof MongoWriteException write
                && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }

    /** Whether the store could not be reached, so that the same may work later. */
    public static boolean isOutage(Throwable fault) {
        return fault instanceof MongoSocketException
                || fault instanceof MongoTimeoutException
                || fault instanceof MongoNotPrimaryException
                || fault instanceof MongoNodeIsRecoveringException
                || (fault instanceof MongoException e
                        && e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL));
    }
}
