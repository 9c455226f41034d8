package io.ris.hub.alerts.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.hub.alerts.rules.Condition.Metric;
import io.ris.hub.alerts.rules.Condition.TaskErrorRate;
import io.ris.hub.alerts.rules.Condition.TaskFailures;
import io.ris.hub.platform.HubException;
import io.ris.protocol.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionFormTest {

    private static Condition read(String json) {
        try {
            return Json.strict()
                    .readValue(json.replace('\'', '"'), ConditionForm.class)
                    .condition();
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    private static String written(Condition condition) {
        return Json.strict().valueToTree(ConditionForm.of(condition)).toString().replace('"', '\'');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'metric','metric':'cpu_usage','operator':'>=','threshold':80.5}",
                "{'type':'metric','metric':'network_rx_mb','operator':'<','threshold':1.0,'clients':{'ids':['a','b']}}",
                "{'type':'agent_state','state':'offline','clients':{'selector':'env=prod'}}",
                "{'type':'no_data'}",
                "{'type':'task_failures','window':60,'count':3,'task_type':'command','per_client':true}",
                "{'type':'task_error_rate','window':3600,'percent':12.5,'least':20,'per_client':false}",
                "{'type':'request_error_rate','percent':5.0,'least':10}",
                "{'type':'response_time','threshold':5000.0,'least':10}"
            })
    void isWrittenAsItWasRead(String json) {
        assertThat(written(read(json))).isEqualTo(json);
        assertThat(read(written(read(json)))).isEqualTo(read(json));
    }

    @Test
    void whatIsNotGivenIsAsUsual() {
        assertThat(read("{'type':'metric','metric':'load1','threshold':4}"))
                .isEqualTo(new Metric("load1", Operator.ABOVE, 4, AgentScope.ALL));
        assertThat(read("{'type':'task_failures','count':1}"))
                .isEqualTo(new TaskFailures(Duration.ofMinutes(5), 1, null, false, AgentScope.ALL));
        assertThat(read("{'type':'task_error_rate','percent':0}"))
                .isEqualTo(new TaskErrorRate(Duration.ofMinutes(5), 0, 10, null, false, AgentScope.ALL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'magic'} | condition.type",
                "{'type':'metric','threshold':1} | condition.metric",
                "{'type':'metric','metric':'luck','threshold':1} | condition.metric",
                "{'type':'metric','metric':'load1'} | condition.threshold",
                "{'type':'metric','metric':'load1','threshold':1,'operator':'='} | condition.operator",
                "{'type':'metric','metric':'load1','threshold':1,'count':1} | condition.count",
                "{'type':'metric','metric':'load1','threshold':1,'clients':{'selector':'env in ('}} | condition.clients.selector",
                "{'type':'agent_state'} | condition.state",
                "{'type':'agent_state','state':'asleep'} | condition.state",
                "{'type':'agent_state','state':'offline','window':60} | condition.window",
                "{'type':'task_failures'} | condition.count",
                "{'type':'task_failures','count':0} | condition.count",
                "{'type':'task_failures','count':1,'window':9} | condition.window",
                "{'type':'task_failures','count':1,'window':3601} | condition.window",
                "{'type':'task_failures','count':1,'window':10.5} | condition.window",
                "{'type':'task_failures','count':1,'task_type':'nope'} | condition.task_type",
                "{'type':'task_error_rate','percent':5,'task_type':''} | condition.task_type",
                "{'type':'response_time','threshold':1500.7} | condition.threshold",
                "{'type':'response_time','threshold':1000001} | condition.threshold",
                "{'type':'task_error_rate','percent':100} | condition.percent",
                "{'type':'task_error_rate','percent':-1} | condition.percent",
                "{'type':'task_error_rate','percent':5,'least':0} | condition.least",
                "{'type':'response_time','threshold':0} | condition.threshold",
                "{'type':'request_error_rate','percent':5,'clients':{}} | condition.clients"
            })
    void namesTheFieldThatIsWrong(String json, String field) {
        assertThatExceptionOfType(HubException.Invalid.class)
                .isThrownBy(() -> read(json))
                .satisfies(fault -> assertThat(fault.errors())
                        .extracting(HubException.FieldError::field)
                        .isEqualTo(List.of(field)));
    }

    @Test
    void anAgentIsMeantByIdAndByLabels() {
        AgentScope scope = AgentScope.of(List.of("a", "b"), "env=prod");
        assertThat(scope.includes("a", Map.of("env", "prod"))).isTrue();
        assertThat(scope.includes("a", Map.of("env", "test"))).isFalse();
        assertThat(scope.includes("c", Map.of("env", "prod"))).isFalse();
        assertThat(AgentScope.ALL.includes("c", Map.of())).isTrue();
    }
}
