package dev.resil.tls;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * In the native image, Java's TLS has no log: nothing turns it on, but its texts and formatters are
 * much of the code.
 */
@TargetClass(className = "sun.security.ssl.SSLLogger")
final class NoLog {
  private NoLog() {}

  @Substitute
  static boolean isOn(@SuppressWarnings("unused") String parts) {
    return false;
  }
}
