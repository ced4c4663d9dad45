import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates every PDF of a folder by what it says that it is: PDF/A-2a or PDF/A-3a, and PDF/UA-1 with either.
 * A line per file: its name, a tab, what it is, and for each rule that is broken a tab, the rule and how often.
 */
public class Conformance {
  private static final List<PDFAFlavour> ARCHIVAL = List.of(PDFAFlavour.PDFA_2_A, PDFAFlavour.PDFA_3_A);
  private static final int SHOWN = 20;

  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("org.verapdf").setLevel(Level.OFF);
    VeraGreenfieldFoundryProvider.initialise();
    File[] files = new File(arguments[0]).listFiles((folder, name) -> name.endsWith(".pdf"));
    Arrays.sort(files);
    ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<Future<String>> told = new ArrayList<>();
    for (File file : files) told.add(workers.submit(() -> validate(file)));
    for (Future<String> line : told) System.out.println(line.get());
    workers.shutdown();
  }

  private static String validate(File file) {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file)) {
      List<PDFAFlavour> claimed = parser.getFlavours();
      StringBuilder line = new StringBuilder(file.getName()).append('\t').append(claimed);
      if (!claimed.contains(PDFAFlavour.PDFUA_1)) line.append("\tdoes not say that it is PDF/UA-1 x1");
      if (claimed.stream().noneMatch(ARCHIVAL::contains)) line.append("\tdoes not say that it is PDF/A-2a or PDF/A-3a x1");
      try (PDFAValidator validator = Foundries.defaultInstance().createValidator(claimed)) {
        for (ValidationResult result : validator.validateAll(parser)) append(line, result);
      }
      return line.toString();
    } catch (Exception fault) {
      return file.getName() + "\t[]\tcannot be read: " + fault + " x1";
    }
  }

  private static void append(StringBuilder line, ValidationResult result) {
    if (result.isCompliant()) return;
    Map<String, Integer> broken = new LinkedHashMap<>();
    for (TestAssertion one : result.getTestAssertions()) {
      if (one.getStatus() != TestAssertion.Status.FAILED || broken.size() >= SHOWN) continue;
      String rule = result.getPDFAFlavour() + " " + one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
      broken.merge(rule + " " + one.getMessage().replaceAll("\\s+", " "), 1, Integer::sum);
    }
    if (broken.isEmpty()) broken.put(result.getPDFAFlavour() + " is not compliant", 1);
    broken.forEach((rule, times) -> line.append('\t').append(rule).append(" x").append(times));
  }
}
