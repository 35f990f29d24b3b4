import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import java.io.FileInputStream;
import java.util.Properties;
import java.util.concurrent.Executors;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;

/** Runs a connector as it is configured and prints what it would give to Kafka, a line a field. */
class RouterCheck {
  public static void main(String[] arguments) throws Exception {
    var settings = new Properties();
    try (var file = new FileInputStream(arguments[0])) {
      settings.load(file);
    }
    var engine = DebeziumEngine.create(Connect.class)
        .using(settings)
        .using((success, message, error) -> {
          if (error != null) error.printStackTrace();
          System.out.println("ended\t" + message);
        })
        .notifying(event -> print(event.value()))
        .build();
    Executors.newSingleThreadExecutor().execute(engine);
    System.in.read();
    engine.close();
    System.exit(0);
  }

  static void print(SourceRecord record) {
    System.out.println("topic\t" + record.topic());
    System.out.println("key\t" + record.key());
    System.out.println("value\t" + record.value());
    for (Header header : record.headers()) System.out.println("header " + header.key() + "\t" + header.value());
    System.out.println("end");
  }
}
