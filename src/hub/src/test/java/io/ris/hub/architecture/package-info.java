/** The rules that hold for the whole of the code, each as a test. */
@NullMarked
package io.ris.hub.architecture;

import org.jspecify.annotations.NullMarked;
