package dev.touchstone.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/**
 * A headless Chromium with one page. Starting it takes a second or two, so a test class opens one for all its tests. Not
 * thread-safe.
 *
 * <p>Needs Chromium and its driver, in Debian the packages {@code chromium} and {@code chromium-driver}; where they are
 * elsewhere than in {@code /usr/bin}, the system properties {@code touchstone.chromium} and
 * {@code touchstone.chromedriver} say so. Nothing is downloaded.
 */
public final class Browser implements AutoCloseable {
    /** Warns that it does not know each new Chromium by number, though nothing here depends on that. */
    private static final Logger VERSIONS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    static {
        VERSIONS.setLevel(Level.SEVERE);
    }

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * Starts a browser.
     *
     * @throws org.opentest4j.TestAbortedException if there is none on this machine: the test that asked is skipped
     */
    public static Browser start() {
        var chromium = Path.of(System.getProperty("touchstone.chromium", "/usr/bin/chromium"));
        var chromedriver = Path.of(System.getProperty("touchstone.chromedriver", "/usr/bin/chromedriver"));
        assumeTrue(
                Files.isExecutable(chromium) && Files.isExecutable(chromedriver),
                () -> "no browser: " + chromium + " or " + chromedriver
                        + " is missing (Debian: chromium, chromium-driver)");
        var options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        // Without its sandbox, Chromium also runs as root and in containers; it sees pages of ours only.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    /** Opens a file, replacing the page before. */
    public void open(Path file) {
        driver.get(file.toAbsolutePath().toUri().toString());
    }

    /** Changes window size and preferred colours; the page stays. */
    public void look(View view) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", view.width(), "height", view.height(), "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", view.dark() ? "dark" : "light"))));
    }

    /** The elements that a CSS selector finds, in page order. */
    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /**
     * The first element that a CSS selector finds.
     *
     * @throws org.openqa.selenium.NoSuchElementException if there is none
     */
    public WebElement first(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** What a reader sees of each element that a CSS selector finds. */
    public List<String> texts(String selector) {
        return all(selector).stream().map(WebElement::getText).toList();
    }

    /** Scrolls to an element and clicks it. */
    public void click(WebElement element) {
        driver.executeScript("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element);
        element.click();
    }

    /** The value of a JavaScript expression, as text. */
    public String evaluate(String expression) {
        return String.valueOf(driver.executeScript("return String(" + expression + ")"));
    }

    /** Whether the page is wider than the window: a fault on every page, because only tables and drawings may scroll. */
    public boolean overflowsSideways() {
        return evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
                .equals("true");
    }

    /** What the browser complained about since the last call: script errors, files that are missing or may not be loaded. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /**
     * Writes the whole page as a PNG file, however long it is.
     *
     * @throws IOException if the file cannot be written
     */
    public void screenshot(Path file, View view) throws IOException {
        look(view);
        long height = Long.parseLong(evaluate("document.documentElement.scrollHeight"));
        look(new View(view.width(), Math.clamp(height, view.height(), 8000), view.dark()));
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        look(view);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
