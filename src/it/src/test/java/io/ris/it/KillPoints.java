package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StringReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds a Java process at named steps, as a debugger does, so that it can be killed at exactly these. The first thread that
 * reaches a step stays there; all others go on. Not for use by several threads.
 */
final class KillPoints implements AutoCloseable {

    private static final String STEP = "step";

    /** The instructions from ireturn to return (JVM specification, 6.5). */
    private static final int FIRST_RETURN = 172;

    private static final int LAST_RETURN = 177;

    private final VirtualMachine machine;
    private final Set<Step> held = new LinkedHashSet<>();

    private KillPoints(VirtualMachine machine) {
        this.machine = machine;
    }

    /** The option by which a Java process lets itself be held, from this machine only. */
    static String option(int port) {
        return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:" + port;
    }

    /** Gets hold of a process that was started with {@link #option}, and of these steps in it. */
    static KillPoints of(int port, Collection<Step> steps) {
        KillPoints points = new KillPoints(attach(port));
        try {
            steps.forEach(points::arm);
            return points;
        } catch (AssertionError renamed) {
            points.close();
            throw renamed;
        }
    }

    private static VirtualMachine attach(int port) {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(candidate -> candidate.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(Integer.toString(port));
        try {
            return connector.attach(arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }

    private void arm(Step step) {
        List<ReferenceType> types = machine.classesByName(step.type());
        assertThat(types)
                .as("step '%s' is in a class that is not there any more or not used: %s", step, step.type())
                .isNotEmpty();
        List<Method> methods = types.stream()
                .flatMap(type -> type.methodsByName(step.method()).stream())
                .filter(method -> !method.isAbstract() && !method.isBridge())
                .toList();
        assertThat(methods)
                .as("step '%s' is in a method that is not there any more: %s.%s", step, step.type(), step.method())
                .isNotEmpty();
        methods.forEach(method -> arm(step, place(step, method)));
    }

    private void arm(Step step, Location place) {
        BreakpointRequest request = machine.eventRequestManager().createBreakpointRequest(place);
        request.putProperty(STEP, step);
        request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
        request.enable();
    }

    private static Location place(Step step, Method method) {
        if (step.edge() == Step.Edge.ENTRY) {
            return method.location();
        }
        byte[] code = method.bytecodes();
        int last = code.length - 1;
        assertThat(code[last] & 0xff)
                .as("step '%s': the last instruction of %s, which must return", step, method)
                .isBetween(FIRST_RETURN, LAST_RETURN);
        return method.locationOfCodeIndex(last);
    }

    /**
     * Waits until each step is held, or until for a while none is reached any more.
     *
     * @return the steps that are held
     */
    Set<Step> hold(int steps, Duration patience) {
        long quietSince = System.nanoTime();
        try {
            while (held.size() < steps && System.nanoTime() - quietSince < patience.toNanos()) {
                EventSet events = machine.eventQueue().remove(100);
                if (events != null && holdOrResume(events)) {
                    quietSince = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (VMDisconnectedException e) {
            throw new AssertionError("the process ended before it was killed; held at " + held, e);
        }
        return held;
    }

    private boolean holdOrResume(EventSet events) {
        for (Event event : events) {
            if (event instanceof BreakpointEvent reached && isNew(reached)) {
                Step step = (Step) reached.request().getProperty(STEP);
                held.add(step);
                machine.eventRequestManager().breakpointRequests().stream()
                        .filter(request -> step.equals(request.getProperty(STEP)))
                        .forEach(BreakpointRequest::disable);
                return true;
            }
        }
        events.resume();
        return false;
    }

    private boolean isNew(BreakpointEvent reached) {
        Step step = (Step) reached.request().getProperty(STEP);
        return !held.contains(step) && (step.about().isEmpty() || isAbout(reached, step.about()));
    }

    private static boolean isAbout(BreakpointEvent reached, String about) {
        try {
            for (Value argument : reached.thread().frame(0).getArgumentValues()) {
                boolean matches = argument instanceof StringReference text
                        ? text.value().contains(about)
                        : argument != null && argument.type().name().endsWith(about);
                if (matches) {
                    return true;
                }
            }
            return false;
        } catch (IncompatibleThreadStateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets go of what is held, where the process is still there. */
    @Override
    public void close() {
        try {
            machine.dispose();
        } catch (VMDisconnectedException killed) {
            held.clear();
        }
    }
}
