import com.oracle.svm.hosted.code.CodeLayoutOptimizationFeature;
import com.oracle.svm.hosted.code.CodeSectionLayouter;
import java.lang.reflect.Field;
import java.util.List;
import jdk.graal.compiler.code.CompilationResult;
import jdk.vm.ci.code.BytecodeFrame;
import jdk.vm.ci.code.DebugInfo;
import jdk.vm.ci.code.site.Infopoint;
import jdk.vm.ci.meta.JavaKind;
import jdk.vm.ci.meta.JavaValue;
import org.graalvm.nativeimage.hosted.Feature;

/** Leaves out of the image what resil never uses, but native-image has no option for. */
public final class LeanImage implements Feature {
  @Override
  public List<Class<? extends Feature>> getRequiredFeatures() {
    return List.of(CodeLayoutOptimizationFeature.class);
  }

  /**
   * The certificates of the JDK's own authorities, which a class parses when it is initialised, to know their
   * fingerprints; a cache then holds all of them. resil trusts the system's authorities.
   */
  @Override
  public void beforeAnalysis(BeforeAnalysisAccess access) {
    try {
      Class.forName("sun.security.util.AnchorCertificates");
      Object cache = field(Class.forName("sun.security.provider.X509Factory"), "certCache").get(null);
      var clear = Class.forName("sun.security.util.Cache").getMethod("clear");
      clear.setAccessible(true);
      clear.invoke(cache);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Called with the compiled methods, before their metadata is encoded. */
  @Override
  public void beforeCompilation(BeforeCompilationAccess access) {
    StartupOrder.singletons()
        .computeIfPresent(
            CodeSectionLayouter.class,
            (type, layouter) ->
                (CodeSectionLayouter)
                    compilations -> {
                      compilations.values().forEach(LeanImage::leaveOutLines);
                      return ((CodeSectionLayouter) layouter).layout(compilations);
                    });
  }

  /**
   * Gives all calls in a method one position. Each has its own otherwise, for the lines of stack traces, which resil
   * never shows: a tenth of the image.
   */
  private static void leaveOutLines(CompilationResult compilation) {
    try {
      Field position = field(DebugInfo.class, "bytecodePosition");
      for (Infopoint point : compilation.getInfopoints()) {
        if (point.debugInfo != null && point.debugInfo.hasFrame()) {
          position.set(point.debugInfo, withoutLines(point.debugInfo.frame()));
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BytecodeFrame withoutLines(BytecodeFrame frame) {
    return frame == null
        ? null
        : new BytecodeFrame(
            withoutLines(frame.caller()), frame.getMethod(), 0, false, false, new JavaValue[0], new JavaKind[0], 0, 0, 0);
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
