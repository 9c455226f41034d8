package io.ris.hub.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.persistence.PageRequest;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageParametersTest {

    private static final PageRequest.Sort USUAL = new PageRequest.Sort("id", false);

    private static PageRequest request(Map<String, String> query) {
        PageParameters parameters = new PageParameters();
        query.forEach((name, value) -> set(parameters, name, value));
        return parameters.request(Set.of("id", "name"), USUAL);
    }

    /** As the server does with what it finds in a query. */
    private static void set(PageParameters parameters, String field, String value) {
        try {
            Field target = PageParameters.class.getDeclaredField(field);
            target.setAccessible(true);
            target.set(parameters, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theFirstTenWhereNothingIsAskedFor() {
        assertThat(request(Map.of())).isEqualTo(new PageRequest(1, 10, USUAL));
    }

    @Test
    void takesWhatIsAskedFor() {
        assertThat(request(Map.of("page", "3", "perPage", "25", "sort", "-name")))
                .isEqualTo(new PageRequest(3, 25, new PageRequest.Sort("name", true)));
    }

    @Test
    void limitIsAnotherNameForPerPage() {
        assertThat(request(Map.of("limit", "25")).perPage()).isEqualTo(25);
        assertThat(request(Map.of("limit", "25", "perPage", "50")).perPage()).isEqualTo(50);
    }

    @Test
    void aPageFarBehindSkipsWithoutOverflow() {
        assertThat(request(Map.of("page", "1000000", "perPage", "200")).skip()).isEqualTo(199_999_800L);
    }

    @ParameterizedTest
    @CsvSource({
        "page,0,422",
        "page,-1,422",
        "page,1000001,422",
        "page,x,400",
        "page,1.5,400",
        "page,'',400",
        "page,99999999999,400",
        "perPage,0,422",
        "perPage,201,422",
        "perPage,many,400",
        "limit,201,422",
        "sort,password_hash,422",
        "sort,-,422",
        "sort,--id,422"
    })
    void namesTheParameterAtFault(String field, String value, int status) {
        assertThatThrownBy(() -> request(Map.of(field, value)))
                .isInstanceOfSatisfying(HubException.Invalid.class, fault -> {
                    assertThat(fault.type().httpStatus()).isEqualTo(status);
                    assertThat(fault.errors())
                            .singleElement()
                            .extracting(HubException.FieldError::field)
                            .isEqualTo("perPage".equals(field) ? "per_page" : field);
                });
    }
}
