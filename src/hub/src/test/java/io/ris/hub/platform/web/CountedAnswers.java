package io.ris.hub.platform.web;

import java.time.Duration;

/** A meter, and answers that a test makes up. */
public final class CountedAnswers {

    private final AnswerMeter meter = new AnswerMeter();

    public AnswerMeter meter() {
        return meter;
    }

    public void add(int count, int status, Duration time) {
        for (int i = 0; i < count; i++) {
            meter.count(status);
            meter.time(time);
        }
    }
}
