/**
 * What is told to webhooks, until it is delivered or given up. A delivery is stored before what it tells counts as told, in a
 * queue that holds open ones alone; it leaves the queue when its receiver has taken it, or was tried as often as may be, and is
 * kept for a while as {@code delivered} or {@code dead}. A node that sends one has claimed it for as long as that may take, by
 * compare-and-set: what a killed node had claimed is free again then. So each is delivered at least once, and with the same id
 * however often.
 */
@NullMarked
package io.ris.hub.webhooks.deliveries;

import org.jspecify.annotations.NullMarked;
