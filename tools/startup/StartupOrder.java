import com.oracle.svm.core.genscavenge.ImageHeapInfo;
import com.oracle.svm.core.hub.DynamicHub;
import com.oracle.svm.core.image.ImageHeap;
import com.oracle.svm.core.image.ImageHeapLayoutInfo;
import com.oracle.svm.core.image.ImageHeapLayouter;
import com.oracle.svm.core.image.ImageHeapObject;
import com.oracle.svm.core.image.ImageHeapPartition;
import com.oracle.svm.hosted.code.CodeLayoutOptimizationFeature;
import com.oracle.svm.hosted.code.CodeSectionLayouter;
import com.oracle.svm.hosted.image.NativeImage;
import com.oracle.svm.hosted.image.NativeImageHeap;
import com.oracle.svm.hosted.image.NativeImageHeap.ObjectInfo;
import com.oracle.svm.hosted.meta.HostedMethod;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Lays what a start of resil touches side by side in the image: the methods first in the code, in the order of their
 * first calls, and the objects in partitions of their own. Without it they are spread over all pages, since methods are
 * sorted by name and objects by size.
 *
 * <p>What a start touches is read from the files {@code methods} and {@code objects} beside this one, which {@code
 * record} makes. An entry that this image has not is left out; the order never changes what the image does.
 *
 * <p>System properties of the builder: {@code startup.order}, the folder of the two files; {@code startup.map}, where
 * to write each object's offset, size and entry in {@code objects}, for {@code record}.
 */
public final class StartupOrder implements Feature {
  /** The number of an object's holders in its key: with fewer, more objects have the same key. */
  private static final int HOLDERS = 12;

  /** The size in bytes from which an object stays where it is: it fills pages of its own. */
  private static final long LARGE = 16 * 1024;

  private static final int READ_ONLY = 0;
  private static final int WRITABLE = 3;

  private final Path folder = Path.of(System.getProperty("startup.order"));
  private NativeImageHeap heap;

  /** The feature that installs the order of methods, which {@link #beforeCompilation} replaces. */
  @Override
  public List<Class<? extends Feature>> getRequiredFeatures() {
    return List.of(CodeLayoutOptimizationFeature.class);
  }

  @Override
  public void beforeCompilation(BeforeCompilationAccess access) {
    List<String> names = lines("methods");
    Map<String, Integer> ranks = new HashMap<>();
    for (String name : names) {
      ranks.putIfAbsent(name, ranks.size());
    }
    Map<Class<?>, Object> singletons = singletons();
    CodeSectionLayouter sorted = (CodeSectionLayouter) singletons.get(CodeSectionLayouter.class);
    singletons.put(
        CodeSectionLayouter.class,
        (CodeSectionLayouter)
            compilations -> {
              Map<HostedMethod, Integer> found = new HashMap<>();
              List<HostedMethod> methods = new ArrayList<>(sorted.layout(compilations));
              for (HostedMethod method : methods) {
                Integer rank = ranks.get(NativeImage.localSymbolNameForMethod(method));
                if (rank != null) {
                  found.put(method, rank);
                }
              }
              say("%d of %d methods", found.size(), ranks.size());
              methods.sort(Comparator.comparingInt(method -> found.getOrDefault(method, Integer.MAX_VALUE)));
              return methods;
            });
  }

  /** Called after the collector's feature has installed its layouter, and before the heap takes it. */
  @Override
  public void beforeUniverseBuilding(BeforeUniverseBuildingAccess access) {
    singletons().compute(ImageHeapLayouter.class, (type, layouter) -> new SortedLayouter((ImageHeapLayouter) layouter));
  }

  @Override
  public void beforeImageWrite(BeforeImageWriteAccess access) {
    String map = System.getProperty("startup.map");
    if (map == null) {
      return;
    }
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(map)))) {
      for (ObjectInfo info : heap.getObjects()) {
        out.println(info.getOffset() + " " + info.getSize() + " " + entry(info));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The collector's layouter, with the objects of a start in two partitions that are empty in an image of one layer at a
   * fixed address: what is never written in that for relocatable objects, the others in that for patched ones.
   */
  private final class SortedLayouter implements ImageHeapLayouter {
    private final ImageHeapLayouter layouter;

    SortedLayouter(ImageHeapLayouter layouter) {
      this.layouter = layouter;
    }

    @Override
    public ImageHeapPartition[] getPartitions() {
      return layouter.getPartitions();
    }

    @Override
    public void assignObjectToPartition(
        ImageHeapObject object, boolean immutable, boolean references, boolean relocatable, boolean patched) {
      layouter.assignObjectToPartition(object, immutable, references, relocatable, patched);
    }

    @Override
    public ImageHeapLayoutInfo layout(ImageHeap image, int pageSize, ImageHeapLayouterCallback callback) {
      heap = (NativeImageHeap) image;
      Set<String> entries = new HashSet<>(lines("objects"));
      long size = move(READ_ONLY, entries, true) + move(WRITABLE, entries, false);
      say("%d KiB of objects, by %d entries", size / 1024, entries.size());
      ImageHeapLayoutInfo laidOut = layouter.layout(image, pageSize, callback);
      join((ImageHeapInfo) field(layouter.getClass(), "heapInfo", layouter));
      return laidOut;
    }

    /**
     * The collector does not look into the patched partition. It ends where the writable one begins: from here on they
     * are one.
     */
    private static void join(ImageHeapInfo info) {
      if (info.firstWritablePatchedObject != null) {
        info.firstWritableRegularObject = info.firstWritablePatchedObject;
        info.firstWritablePatchedObject = null;
        info.lastWritablePatchedObject = null;
      }
    }

    private long move(int partition, Set<String> entries, boolean immutable) {
      long size = 0;
      List<ImageHeapObject> moved = new ArrayList<>();
      Iterator<ImageHeapObject> objects = objects(getPartitions()[partition]).iterator();
      while (objects.hasNext()) {
        ImageHeapObject object = objects.next();
        if (object instanceof ObjectInfo info && info.getSize() < LARGE && entries.contains(entry(info))) {
          objects.remove();
          moved.add(object);
          size += object.getSize();
        }
      }
      for (ImageHeapObject object : moved) {
        layouter.assignObjectToPartition(object, immutable, true, immutable, !immutable);
      }
      return size;
    }

    @Override
    public void afterLayout(ImageHeap image) {
      layouter.afterLayout(image);
    }

    @Override
    public void writeMetadata(ByteBuffer bytes, long offset) {
      layouter.writeMetadata(bytes, offset);
    }
  }

  /**
   * An object's class and what tells it apart, and those of its holders up to one that has a name: the same in each
   * image of the same program. What holds a string or a class differs between builds.
   */
  private static String key(ObjectInfo info) {
    StringBuilder key = new StringBuilder();
    Object reason = info;
    for (int depth = 0; depth <= HOLDERS && reason instanceof ObjectInfo holder; depth++) {
      Object object = holder.getObject();
      // an array that holds the object grows with each option
      String text = depth > 0 && object != null && object.getClass().isArray() ? "" : text(object);
      key.append(holder.getClazz().getJavaClass().getName()).append('=').append(text, 0, Math.min(text.length(), 80));
      key.append('<');
      boolean named = object instanceof String || object instanceof Class || object instanceof DynamicHub;
      reason = named ? "" : reason(holder);
    }
    if (!(reason instanceof ObjectInfo)) {
      key.append(reason);
    }
    return key.toString().replaceAll("[^ -~]", "?").replace(' ', '_');
  }

  private static String text(Object object) {
    return switch (object) {
      case null -> "";
      case String string -> string;
      case Class<?> type -> type.getName();
      case DynamicHub hub -> hub.getName();
      case Enum<?> constant -> constant.name();
      case Number number when number.getClass().getName().startsWith("java.lang.") -> number.toString();
      case Map.Entry<?, ?> entry when entry.getClass().getName().startsWith("java.util.") -> {
        Object key = entry.getKey();
        yield key instanceof Map.Entry || key == null || key.getClass().isArray() ? "" : text(key);
      }
      case byte[] bytes -> crc(bytes);
      case Object[] array -> Integer.toString(array.length);
      default -> object.getClass().isArray() ? crc(object) : "";
    };
  }

  private static String crc(Object array) {
    int length = Array.getLength(array);
    if (array instanceof byte[] bytes) {
      CRC32 crc = new CRC32();
      crc.update(bytes);
      return length + ":" + crc.getValue();
    }
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + Array.get(array, i).hashCode();
    }
    return length + ":" + hash;
  }

  /** An object's line in {@code objects}: a hash of its key, and its class for readers. */
  private static String entry(ObjectInfo info) {
    String key = key(info);
    CRC32 crc = new CRC32();
    crc.update(key.getBytes(StandardCharsets.US_ASCII));
    return "%08x%x %s".formatted(crc.getValue(), key.length(), key.substring(0, key.indexOf('=')));
  }

  private List<String> lines(String file) {
    try {
      Path path = folder.resolve(file);
      return Files.exists(path) ? Files.readAllLines(path) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(String text, Object... arguments) {
    System.out.println("start-up order: " + text.formatted(arguments));
  }

  // what the builder does not offer to others

  private static Object reason(ObjectInfo info) {
    return invoke(ObjectInfo.class, "getMainReason", info);
  }

  @SuppressWarnings("unchecked")
  private static List<ImageHeapObject> objects(ImageHeapPartition partition) {
    return (List<ImageHeapObject>) field(partition.getClass(), "objects", partition);
  }

  @SuppressWarnings("unchecked")
  static Map<Class<?>, Object> singletons() {
    try {
      Class<?> type = Class.forName("com.oracle.svm.hosted.ImageSingletonsSupportImpl$HostedManagement");
      return (Map<Class<?>, Object>) field(type, "configObjects", invoke(type, "get", null));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object invoke(Class<?> type, String name, Object object) {
    try {
      Method method = type.getDeclaredMethod(name);
      method.setAccessible(true);
      return method.invoke(object);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object field(Class<?> type, String name, Object object) {
    try {
      var field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(object);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
