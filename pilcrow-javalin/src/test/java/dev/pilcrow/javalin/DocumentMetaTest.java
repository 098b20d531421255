package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.route.SseRoute;
import dev.pilcrow.route.WsRoute;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentMetaTest {
  /** Each page has the one right place marked. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!doctype html><html><head><title>x</title>¶</head><body>y</body></html>",
        "<HTML><HEAD>¶</HEAD><BODY>y</BODY></HTML>",
        "<head>¶</head >",
        "<head>¶</HeAd\n>",
        "<head><!-- </head> -->¶</head>",
        "<head><script>var a = '</head>';</script>¶</head>",
        "<head><SCRIPT src='a'>'</head>'</Script >¶</head>",
        "<head><style>/* </head> */</style>¶</head>",
        "<head><title></head></title>¶</head>",
        "<head><noscript></head></noscript>¶</head>",
        "<head><template></head></template>¶</head>",
        "<head><script></scripty></head></script>¶</head>",
        "<head><meta content=\"</head>\">¶</head>",
        "<head><meta content = '</head>' x>¶</head>",
        "<head><meta content=it's>¶</head>",
        "<head><!-- a --><!----><!-->¶</head>",
        "<head>¶1 < 2 </head>",
        "<head><title>x</title>¶<p></head>",
        "<!doctype html><html>¶<body class=\"a>b\">text</body></html>",
        "<!DOCTYPE html>\n¶<BODY>text",
        "¶<body><p></head>",
        "<html lang=en>¶<body\n>",
        "<html><head><title>x</title><meta charset=utf-8>¶<body>y",
        "<!-- <body> -->¶<body>",
        "¶<p>fragment</p>",
        "¶plain text",
        "¶",
        "¶text <b>x</b>",
        "¶a < b",
        "<!doctype html>¶<p>x",
        "<!doctype html>\n<title>x</title>¶<p>",
        "<!doctype html><!-- c --><html><title>x</title>¶<p>",
        "\uFEFF<!doctype html>¶<p>x",
        "\uFEFF¶text",
        "<?xml version=\"1.0\"?><!doctype html>¶<p>",
        "<!doctype html>¶",
        "<html><head>¶<title>never ends",
        "<html>¶<meta content=\"never ends </head>",
        "¶<script>never ends </head>",
        "¶<!-- never ends </head>",
        "¶<p attribute=\"never ends </head>",
        "¶<",
        "¶</",
        "¶<tr><td>1</td></tr>"
      })
  void theElementsGoToTheOneRightPlace(String marked) {
    String page = marked.replace("¶", "");
    assertThat(DocumentMeta.insert(page, Map.of("silcrow-ws", "/ws")))
        .isEqualTo(marked.replace("¶", "<meta name=\"silcrow-ws\" content=\"/ws\">"));
  }

  @Test
  void valuesAreEscaped() {
    assertThat(DocumentMeta.insert("", Map.of("silcrow-patch", "{\"a\":\"<b>&'\"}")))
        .isEqualTo(
            "<meta name=\"silcrow-patch\" content=\"{&quot;a&quot;:&quot;&lt;b&gt;&amp;'&quot;}\">");
  }

  @Test
  void severalElementsKeepTheirOrderAndNoneChangesNothing() {
    Map<String, String> metas = new LinkedHashMap<>();
    metas.put("silcrow-sse", "/s");
    metas.put("silcrow-ws", "/w");
    assertThat(DocumentMeta.insert("<head></head>", metas))
        .isEqualTo(
            "<head><meta name=\"silcrow-sse\" content=\"/s\">"
                + "<meta name=\"silcrow-ws\" content=\"/w\"></head>");
    assertThat(DocumentMeta.insert("<head></head>", Map.of())).isEqualTo("<head></head>");
  }

  @Test
  @Timeout(10)
  void hostilePagesTakeNoTime() {
    for (String unit :
        new String[] {
          "<", "<!--", "<script>", "</", "<a b=\"", "<title>", "< ", "<p>", "<!d ", "<x"
        }) {
      String page = unit.repeat(200_000 / unit.length());
      assertThat(DocumentMeta.insert(page, Map.of("a", "b")))
          .hasSize(page.length() + "<meta name=\"a\" content=\"b\">".length());
    }
  }

  @Test
  void aDocumentLoadRepeatsWhatTheClientMustObeyAndKeepsTheHeaders() throws Exception {
    try (var server =
        TestServer.start(
            (config, pilcrow) ->
                config.routes.get(
                    "/",
                    ctx ->
                        respond(
                            ctx,
                            html("<html><head></head><body></body></html>")
                                .ws(WsRoute.of("/ws/chat"))
                                .sse(SseRoute.of("/news"))
                                .trigger("ready", Map.of("who", "Zoë"))
                                .noCache()
                                .fullReload()
                                .retarget("#a"),
                            json("x").ws(WsRoute.of("/ws/chat")))))) {
      HttpResponse<String> page = server.send("GET", "/", "Accept", "text/html");
      assertThat(page.body())
          .isEqualTo(
              "<html><head><meta name=\"silcrow-trigger\""
                  + " content=\"{&quot;ready&quot;:{&quot;who&quot;:&quot;Zo\\u00eb&quot;}}\">"
                  + "<meta name=\"silcrow-sse\" content=\"/news\">"
                  + "<meta name=\"silcrow-ws\" content=\"/ws/chat\"></head><body></body></html>");
      assertThat(page.headers().firstValue("silcrow-ws")).hasValue("/ws/chat");
      assertThat(page.headers().firstValue("silcrow-full-reload")).hasValue("true");

      for (String target : new String[] {"true", "#chat", ""}) {
        HttpResponse<String> swap =
            server.send("GET", "/", "Accept", "text/html", "silcrow-target", target);
        assertThat(swap.body()).as(target).doesNotContain("<meta");
        assertThat(swap.headers().firstValue("silcrow-ws")).hasValue("/ws/chat");
      }
      assertThat(server.send("GET", "/", "Accept", "application/json").body()).isEqualTo("\"x\"");
    }
  }
}
