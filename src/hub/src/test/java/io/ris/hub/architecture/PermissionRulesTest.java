package io.ris.hub.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Open;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.Remembered;
import io.ris.hub.platform.web.RequiresOneOf;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.platform.web.Unaudited;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.websocket.OnMessage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule 6: whatever can be reached from outside says who may reach it. */
class PermissionRulesTest {

    private static final DescribedPredicate<JavaMethod> RESOURCE_METHOD = DescribedPredicate.describe(
            "serve HTTP", method -> method.isMetaAnnotatedWith(HttpMethod.class) || method.isAnnotatedWith(Path.class));

    @Test
    void everyResourceMethodRequiresAPermissionOrSaysWhyItIsOpen() {
        methods()
                .that(RESOURCE_METHOD)
                .should(new ArchCondition<>("declare exactly one of @RequiresPermission and @Open") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        boolean one =
                                method.isAnnotatedWith(RequiresPermission.class) != method.isAnnotatedWith(Open.class);
                        events.add(new SimpleConditionEvent(method, one, method.getFullName()));
                    }
                })
                .check(ProductClasses.HUB);
    }

    @Test
    void everyResourceMethodThatChangesSomethingIsAudited() {
        methods()
                .that(RESOURCE_METHOD)
                .and()
                .areNotAnnotatedWith(GET.class)
                .should()
                .beAnnotatedWith(Audited.class)
                .orShould()
                .beAnnotatedWith(Unaudited.class)
                .check(ProductClasses.HUB);
    }

    /** Answers are remembered with the permission that one needs to see them. */
    @Test
    void everyRememberedAnswerIsReadWithAPermission() {
        methods()
                .that()
                .areAnnotatedWith(Remembered.class)
                .should()
                .beAnnotatedWith(GET.class)
                .andShould()
                .beAnnotatedWith(RequiresPermission.class)
                .check(ProductClasses.HUB);
    }

    @Test
    void everyWebSocketMessageRequiresAPermission() {
        methods()
                .that()
                .areAnnotatedWith(OnMessage.class)
                .should()
                .beAnnotatedWith(RequiresPermission.class)
                .orShould()
                .beAnnotatedWith(RequiresOneOf.class)
                .check(ProductClasses.HUB);
    }

    @Test
    void everyQueueListenerRequiresAPermission() {
        classes()
                .that()
                .areAssignableTo(MessageListener.class)
                .should(new ArchCondition<>("declare a permission on onMessage") {
                    @Override
                    public void check(JavaClass listener, ConditionEvents events) {
                        boolean declared = listener.tryGetMethod("onMessage", Message.class)
                                .filter(method -> method.isAnnotatedWith(RequiresPermission.class))
                                .isPresent();
                        events.add(new SimpleConditionEvent(listener, declared, listener.getName()));
                    }
                })
                .check(ProductClasses.HUB);
    }

    @Test
    void everyPermissionThatIsAskedForIsOneOfTheKnown() {
        Set<String> known = Stream.of(Permissions.class.getFields())
                .map(PermissionRulesTest::constant)
                .collect(Collectors.toSet());
        assertThat(required()).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void everyOpenMethodHasAReason() {
        assertThat(ProductClasses.HUB.stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Open.class))
                        .map(method -> method.getAnnotationOfType(Open.class).value()))
                .isNotEmpty()
                .noneMatch(String::isBlank);
    }

    /** The filter looks at methods: on a class the annotation would promise what nobody keeps. */
    @Test
    void noClassDeclaresAPermissionForItsMethods() {
        classes()
                .should()
                .notBeAnnotatedWith(RequiresPermission.class)
                .andShould()
                .notBeAnnotatedWith(Open.class)
                .check(ProductClasses.HUB);
    }

    private static Set<String> required() {
        return ProductClasses.HUB.stream()
                .flatMap(type -> type.getMethods().stream())
                .flatMap(PermissionRulesTest::required)
                .collect(Collectors.toSet());
    }

    private static Stream<String> required(JavaMethod method) {
        return Stream.concat(
                method.tryGetAnnotationOfType(RequiresPermission.class).map(RequiresPermission::value).stream(),
                method.tryGetAnnotationOfType(RequiresOneOf.class).map(RequiresOneOf::value).stream()
                        .flatMap(Stream::of));
    }

    private static String constant(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
