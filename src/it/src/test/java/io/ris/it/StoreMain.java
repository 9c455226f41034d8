package io.ris.it;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;

/** A MongoDB-protocol store with a file, which has written to it what it acknowledges. Arguments: file and port. */
final class StoreMain {

    private StoreMain() {}

    public static void main(String[] arguments) {
        new MongoServer(new CommittingBackend(arguments[0])).bind("127.0.0.1", Integer.parseInt(arguments[1]));
    }

    /** Commits before each reply: by default a kill loses what was acknowledged within the last second. */
    private static final class CommittingBackend extends H2Backend {

        CommittingBackend(String file) {
            super(file);
            getMvStore().setAutoCommitDelay(0);
        }

        @Override
        public Document handleMessage(MongoMessage message) {
            Document reply = super.handleMessage(message);
            commit();
            return reply;
        }
    }
}
