package io.ris.hub.testing;

import org.jboss.arquillian.container.spi.Container;
import org.jboss.arquillian.container.spi.ContainerRegistry;
import org.jboss.arquillian.container.spi.client.deployment.Deployment;
import org.jboss.arquillian.container.spi.client.deployment.DeploymentScenario;
import org.jboss.arquillian.container.spi.event.DeployDeployment;
import org.jboss.arquillian.container.spi.event.DeploymentEvent;
import org.jboss.arquillian.container.spi.event.container.AfterStart;
import org.jboss.arquillian.container.test.impl.client.deployment.event.GenerateDeployment;
import org.jboss.arquillian.core.api.Event;
import org.jboss.arquillian.core.api.Instance;
import org.jboss.arquillian.core.api.InstanceProducer;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.EventContext;
import org.jboss.arquillian.test.spi.TestClass;
import org.jboss.arquillian.test.spi.annotation.ClassScoped;
import org.jboss.arquillian.test.spi.context.ClassContext;
import org.jboss.arquillian.test.spi.event.suite.AfterClass;
import org.jboss.arquillian.test.spi.event.suite.BeforeClass;

/** Deploys {@link HubInside} once for all test classes, where Arquillian would deploy anew for each. */
final class OneDeployment {

    @Inject
    @ClassScoped
    private InstanceProducer<DeploymentScenario> scenarioOfClass;

    @Inject
    private Instance<ClassContext> classes;

    @Inject
    private Instance<ContainerRegistry> containers;

    @Inject
    private Event<GenerateDeployment> generation;

    @Inject
    private Event<DeploymentEvent> deployments;

    private DeploymentScenario scenario;

    void deploy(@Observes AfterStart event) {
        classes.get().activate(HubInside.class);
        try {
            generation.fire(new GenerateDeployment(new TestClass(HubInside.class)));
            scenario = scenarioOfClass.get();
            scenario.deployments().forEach(hub -> deployments.fire(new DeployDeployment(container(hub), hub)));
        } finally {
            classes.get().deactivate();
        }
    }

    void begin(@Observes EventContext<BeforeClass> event) {
        scenarioOfClass.set(scenario); // and nothing else: the usual way deploys here
    }

    void end(@Observes EventContext<AfterClass> event) {
        // The usual way undeploys here. What is deployed ends with the server.
    }

    private Container<?> container(Deployment deployment) {
        return containers.get().getContainer(deployment.getDescription().getTarget());
    }
}
