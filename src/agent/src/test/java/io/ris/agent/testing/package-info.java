/** What the agent's tests share: a hub, a certificate authority, an event loop under the test's control. */
package io.ris.agent.testing;
