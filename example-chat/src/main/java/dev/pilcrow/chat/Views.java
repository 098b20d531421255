package dev.pilcrow.chat;

import dev.pilcrow.chat.view.DynamicTemplates;
import dev.pilcrow.chat.view.StaticTemplates;
import dev.pilcrow.chat.view.Templates;
import dev.pilcrow.form.Form;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.resolve.DirectoryCodeResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Renders pages, and the parts of pages that go out live. */
final class Views {
  private final Templates templates;
  private final Assets assets;
  private final String scriptTag;

  private Views(Templates templates, Assets assets, String scriptTag) {
    this.templates = templates;
    this.assets = assets;
    this.scriptTag = scriptTag;
  }

  /**
   * Views of the templates compiled in the build.
   *
   * @param source where the templates are compiled from on each change instead; null outside
   *     development
   */
  static Views of(Assets assets, String scriptTag, @Nullable Path source) {
    Templates templates =
        source == null ? new StaticTemplates() : new DynamicTemplates(compiling(source));
    return new Views(templates, assets, scriptTag);
  }

  private static TemplateEngine compiling(Path source) {
    try {
      Path classes = Files.createTempDirectory("chat-templates");
      TemplateEngine engine =
          TemplateEngine.create(
              new DirectoryCodeResolver(source),
              classes,
              ContentType.Html,
              Views.class.getClassLoader());
      engine.setTrimControlStructures(true);
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String room(Visitor visitor, List<RoomLink> rooms, RoomPage page) {
    String title = "#" + page.room().name() + " · Pilcrow chat";
    return templates.room(shell("room", title, visitor, rooms), page).render();
  }

  /** Renders a page for nobody, so that the first visitor does not wait for classes to load. */
  void warmUp() {
    Person person = new Person("", "Nobody");
    Message message = new Message(1, person, "*hi*", Instant.EPOCH);
    room(
        new Visitor(person, false, "auto", Line.Viewer.ANYONE.zone()),
        List.of(new RoomLink("room", "Room", 0, true)),
        new RoomPage(
            new Room(1, "room", "Room", "", ""),
            List.of(Line.of(message, null, Line.Viewer.ANYONE)),
            List.of(person),
            0,
            0,
            false,
            true,
            "",
            "",
            List.of()));
  }

  String directory(Visitor visitor, List<RoomLink> rooms, Directory found) {
    return templates.rooms(shell("rooms", "Rooms · Pilcrow chat", visitor, rooms), found).render();
  }

  /** What a search found, alone: the element that the directory has at {@code #found}. */
  String found(Directory found) {
    return templates.found(found).render();
  }

  String roomForm(Visitor visitor, List<RoomLink> rooms, RoomForm form) {
    String title = form.title() + " · Pilcrow chat";
    return templates.roomForm(shell("form", title, visitor, rooms), form).render();
  }

  String me(Visitor visitor, List<RoomLink> rooms, Form form) {
    return templates.me(shell("me", "You · Pilcrow chat", visitor, rooms), form).render();
  }

  String operator(Visitor visitor, List<RoomLink> rooms, OperatorPage page, boolean still) {
    Shell shell = shell("operator", "Operator · Pilcrow chat", visitor, rooms);
    return templates.operator(shell, page, still).render();
  }

  /** The part of the operator's page that changes. */
  String gauges(OperatorPage page) {
    return templates.gauges(page).render();
  }

  String trouble(Visitor visitor, List<RoomLink> rooms, Trouble trouble) {
    String title = trouble.title() + " · Pilcrow chat";
    return templates.trouble(shell("trouble", title, visitor, rooms), trouble).render();
  }

  /** Messages to add to a page that shows the one before them. */
  String messages(List<Line> lines) {
    StringBuilder markup = new StringBuilder();
    lines.forEach(line -> markup.append(templates.message(line).render().strip()));
    return markup.toString();
  }

  String people(List<Person> people) {
    return templates.people(people).render();
  }

  String roomLink(Room room) {
    return templates.roomLink(new RoomLink(room.slug(), room.name(), 0, false)).render().strip();
  }

  private Shell shell(String kind, String title, Visitor visitor, List<RoomLink> rooms) {
    return new Shell(
        kind,
        title,
        visitor.person(),
        visitor.theme(),
        rooms,
        assets.url("chat.css"),
        assets.url("chat.js"),
        assets.url("icon.svg"),
        scriptTag);
  }
}
