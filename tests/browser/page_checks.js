/**
 * What axe does not look at, or looks at too kindly. Each function answers with a list of sentences, empty where all is
 * well. Run by tests/browser/test_accessibility.py in the page that is shown.
 */
({
  named(element) {
    const id = element.id ? `#${element.id}` : "";
    const words = (element.innerText || element.getAttribute("aria-label") || element.name || "").trim().slice(0, 30);
    return `<${element.localName}${id}> “${words}”`;
  },

  shown(element) {
    return element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 0;
  },

  /** Where a dialog is open, nothing else can be reached. */
  reachable() {
    const place = document.querySelector("dialog:modal") ?? document;
    const all = place.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']");
    return [...all].filter((element) => !element.disabled && element.tabIndex >= 0 && this.shown(element) && this.isTabStop(element));
  },

  /** Of radio buttons with one name the Tab key stops at one. */
  isTabStop(element) {
    if (element.type !== "radio" || !element.name) return true;
    const group = [...document.getElementsByName(element.name)].filter((one) => one.form === element.form);
    return element === (group.find((one) => one.checked) ?? group[0]);
  },

  references() {
    const found = [];
    for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "list", "form"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        for (const id of element.getAttribute(name).split(/\s+/).filter(Boolean)) {
          if (!document.getElementById(id)) found.push(`${this.named(element)}: ${name} points at #${id}, which is not there`);
        }
      }
    }
    for (const link of document.querySelectorAll("a[href^='#']")) {
      const id = decodeURIComponent(link.hash.slice(1));
      if (id && !document.getElementById(id)) found.push(`${this.named(link)} leads to #${id}, which is not there`);
    }
    return found;
  },

  errors() {
    const found = [];
    for (const field of document.querySelectorAll("[aria-invalid='true']")) {
      const ids = (field.getAttribute("aria-describedby") ?? "").split(/\s+/);
      if (!ids.some((id) => document.getElementById(id)?.textContent.trim())) found.push(`${this.named(field)} is wrong, and nothing says why`);
      if (!document.querySelector("[role=alert]")) found.push(`${this.named(field)} is wrong, and nothing is announced`);
    }
    for (const said of document.querySelectorAll(".field-problem[id], p.error[id]")) {
      if (!document.querySelector(`[aria-describedby~='${CSS.escape(said.id)}']`)) found.push(`“${said.textContent.trim()}” belongs to no field`);
    }
    for (const said of document.querySelectorAll(".notice, .error-summary, .errors")) {
      if (!said.closest("[role=status], [role=alert], [role=note], [autofocus]")) found.push(`“${said.textContent.trim().slice(0, 60)}” is not announced`);
    }
    return found;
  },

  motion() {
    const found = [];
    const seconds = (text) => Math.max(...text.split(",").map((part) => parseFloat(part) * (part.includes("ms") ? 0.001 : 1)));
    for (const element of document.querySelectorAll("body, body *")) {
      for (const pseudo of [null, "::before", "::after"]) {
        const style = getComputedStyle(element, pseudo);
        const longest = Math.max(seconds(style.transitionDuration), style.animationName === "none" ? 0 : seconds(style.animationDuration));
        if (longest > 0.001) found.push(`${this.named(element)} moves for ${longest} s although less motion was asked for`);
      }
    }
    return found;
  },

  sideways() {
    const tooWide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (tooWide <= 0) return [];
    const limit = document.documentElement.clientWidth + 1;
    const out = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return this.shown(element) && (box.right > limit || box.left < -1);
    });
    return [`${tooWide} px too wide: ${out.slice(0, 3).map((element) => this.named(element)).join(", ")}`];
  },

  /** WCAG 1.4.12: whoever spaces letters, words, lines and paragraphs so loses nothing. */
  spaceText() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }",
    );
    document.adoptedStyleSheets = [sheet];
  },

  unspaceText() {
    document.adoptedStyleSheets = [];
  },

  clipped() {
    const all = [...document.querySelectorAll("a, button, label, h1, h2, h3, p, li, dt, dd, legend, summary, td, th")];
    return all
      .filter((element) => this.shown(element) && !element.closest(".visually-hidden, [data-row]") && element.clientHeight > 1)
      .filter((element) => /hidden|clip/.test(getComputedStyle(element).overflow) && element.scrollHeight > element.clientHeight + 2)
      .filter((element) => getComputedStyle(element).webkitLineClamp === "none")
      .map((element) => `${this.named(element)} hides a part of its words`);
  },

  /** Everything that can be reached looks different while it is, and is not covered then. */
  focus() {
    const found = [];
    const parts = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor", "backgroundColor", "textDecorationLine", "textDecorationThickness"];
    const look = (element) => {
      const around = element.closest("label, li, article, fieldset") ?? element;
      const styles = [getComputedStyle(element), getComputedStyle(element, "::after"), getComputedStyle(around)];
      return styles.flatMap((style) => parts.map((part) => style[part])).join();
    };
    const before = document.activeElement;
    for (const element of this.reachable()) {
      element.blur();
      const idle = look(element);
      element.focus({ focusVisible: true });
      if (document.activeElement !== element) continue;
      if (look(element) === idle) found.push(`${this.named(element)} does not show its focus`);
      const box = element.getBoundingClientRect();
      const on = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      if (on && !element.contains(on) && !on.contains(element) && !element.labels?.[0]?.contains(on)) found.push(`${this.named(element)} is covered by ${this.named(on)} while it has the focus`);
    }
    before?.focus?.();
    return found;
  },

  /** In forced colours a ground of ours is gone: what is pressed or filled in still needs an edge, or an underline. */
  edges() {
    return this.reachable()
      .filter((element) => element.matches("button, select, textarea, .button, input:not([type=checkbox], [type=radio])"))
      .filter((element) => {
        const style = getComputedStyle(element);
        const hasEdge = ["Top", "Bottom"].some((side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1);
        const hasPicture = element.querySelector("svg");
        return !hasEdge && !hasPicture && !style.textDecorationLine.includes("underline") && style.outlineStyle === "none";
      })
      .map((element) => `${this.named(element)} has no edge in forced colours`);
  },

  /** In forced colours every word has the colours that were asked for. */
  palette() {
    return [...document.querySelectorAll("body *")]
      .filter((element) => this.shown(element) && element.innerText?.trim() && getComputedStyle(element).forcedColorAdjust === "none")
      .map((element) => `${this.named(element)} keeps its own colours`);
  },

  /** Nothing comes after what stands below it in the same column, or behind it in the same row. */
  order() {
    const found = [];
    const isLeftwards = document.documentElement.dir === "rtl";
    for (const element of document.querySelectorAll("[tabindex]")) {
      if (element.tabIndex > 0) found.push(`${this.named(element)} jumps the queue with a tabindex`);
    }
    const stops = this.reachable().filter((element) => !element.matches(".skip-link"));
    const boxes = stops.map((element) => element.getBoundingClientRect());
    for (let index = 1; index < stops.length; index += 1) {
      const [before, after] = [boxes[index - 1], boxes[index]];
      if (stops[index - 1].contains(stops[index])) continue;
      const isSameColumn = Math.min(before.right, after.right) - Math.max(before.left, after.left) > 4;
      const shared = Math.min(before.bottom, after.bottom) - Math.max(before.top, after.top);
      const isSameRow = shared > Math.min(before.height, after.height) / 2;
      const isBehind = isLeftwards ? after.left >= before.right - 1 : after.right <= before.left + 1;
      if (isSameColumn && after.bottom <= before.top + 1) found.push(`${this.named(stops[index])} stands above ${this.named(stops[index - 1])} and comes after it`);
      else if (isSameRow && isBehind) found.push(`${this.named(stops[index])} stands before ${this.named(stops[index - 1])} and comes after it`);
    }
    return found;
  },
})
