package io.ris.agent.connectivity;

import io.ris.protocol.ConnectivityTestSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/** Asks a name server for the records of a name. */
final class DnsProbe {

    private DnsProbe() {}

    static void run(ConnectivityTestSpec spec, String name, Duration limit, Findings findings) throws ProbeException {
        String type = spec.recordType() == null ? "A" : spec.recordType();
        findings.begin("query");
        try {
            List<String> answers = ask(spec.server(), name, type, limit);
            findings.answered(answers);
            if (answers.isEmpty()) {
                throw new ProbeException("dns_no_records", name + " has no records of type " + type);
            }
        } catch (NameNotFoundException e) {
            throw new ProbeException("dns_no_such_name", "there is no name " + name);
        } catch (CommunicationException e) {
            throw new ProbeException("timeout", "the name server did not answer");
        } catch (NamingException e) {
            throw new ProbeException("dns_failure", "the name server could not tell: " + e.getMessage());
        }
    }

    /** The client of the JDK, whose answers are texts: nothing is deserialized, as it would be from a directory. */
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})
    private static List<String> ask(@Nullable String server, String name, String type, Duration limit)
            throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, server == null ? "dns:" : "dns://" + server);
        // The first wait is doubled with each further one.
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
        environment.put("com.sun.jndi.dns.timeout.initial", Long.toString(Math.max(1, limit.toMillis() / 3)));
        DirContext context = new InitialDirContext(environment);
        try {
            Attribute records = context.getAttributes(name, new String[] {type}).get(type);
            List<String> answers = new ArrayList<>();
            if (records != null) {
                Collections.list(records.getAll()).forEach(answer -> answers.add(String.valueOf(answer)));
            }
            return answers;
        } finally {
            context.close();
        }
    }
}
