package dev.windlass.server;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One thing that the doctor looked at. */
record Finding(String about, boolean isWell, String sentence) {
    String line() {
        return String.format(Locale.ROOT, "%-6s %-9s %s", isWell ? "well" : "UNWELL", about, sentence);
    }

    Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("about", about);
        fields.put("well", isWell);
        fields.put("sentence", sentence);
        return fields;
    }
}
