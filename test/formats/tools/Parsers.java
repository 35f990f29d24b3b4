import com.structurizr.dsl.StructurizrDslParser;
import com.structurizr.model.Element;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.List;
import net.sourceforge.plantuml.FileFormat;
import net.sourceforge.plantuml.FileFormatOption;
import net.sourceforge.plantuml.SourceStringReader;

/** Parses the files it is given: `.dsl` as Structurizr does, `.puml` as PlantUML does. One line each: file, tab, `ok` or what is wrong. */
public class Parsers {
  public static void main(String[] files) throws Exception {
    for (String name : files) {
      String said;
      try {
        String text = Files.readString(Path.of(name), StandardCharsets.UTF_8);
        said = name.endsWith(".dsl") ? structurizr(text) : plantuml(text);
      } catch (Throwable error) {
        said = String.valueOf(error.getMessage()).replaceAll("\\s+", " ");
      }
      System.out.println(name + "\t" + said);
    }
  }

  static String structurizr(String text) throws Exception {
    StructurizrDslParser parser = new StructurizrDslParser();
    parser.setRestricted(true);
    parser.parse(text);
    var model = parser.getWorkspace().getModel();
    return "ok elements=" + model.getElements().size() + " relationships=" + model.getRelationships().size();
  }

  static String plantuml(String text) throws Exception {
    SourceStringReader reader = new SourceStringReader(text);
    var blocks = reader.getBlocks();
    if (blocks.size() != 1) return blocks.size() + " diagrams";
    var diagram = blocks.get(0).getDiagram();
    String described = diagram.getDescription().getDescription();
    if (described.startsWith("(Error)")) return described + " " + diagram.getClass().getSimpleName();
    return "ok " + described;
  }
}
