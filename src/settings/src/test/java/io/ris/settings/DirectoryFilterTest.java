package io.ris.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryFilterTest {

    @Test
    void knowsTheAttributeThatIsTheName() {
        DirectoryFilter filter = DirectoryFilter.parse("(&(objectClass=person)(|(sAMAccountName=%s)(mail=%s)))")
                .orElseThrow();

        assertThat(filter.attribute()).isEqualTo("sAMAccountName");
        assertThat(filter.objectClasses()).containsExactly("person");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "uid=%s",
                "(uid=*)",
                "(uid=%s",
                "(uid=%s))",
                "(uid=%s)(mail=%s)",
                "(uid=x%s)",
                "(cn=%d)(uid=%s)"
            })
    void refusesWhatIsNoFilterOfAName(String text) {
        assertThat(DirectoryFilter.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(member=%s)",
                "(&(objectClass=groupOfNames)(member=%s))",
                "(&(uniqueMember=%s)(objectclass=groupOfUniqueNames))"
            })
    void knowsFiltersOfMembership(String text) {
        assertThat(DirectoryFilter.parse(text)).get().matches(DirectoryFilter::isMembership);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(&(objectClass=a)(objectClass=b)(member=%s))",
                "(|(objectClass=group)(member=%s))",
                "(&(ou=acme)(member=%s))",
                "(|(member=%s)(owner=%s))"
            })
    void refusesMembershipThatDependsOnMore(String text) {
        assertThat(DirectoryFilter.parse(text)).get().matches(filter -> !filter.isMembership());
    }
}
