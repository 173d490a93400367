/** Entry point for Streamlit: called with every new payload, mounts on the first, returns how to unmount. */

import { App } from "./app";
import type { Channel } from "./messages";
import type { Payload } from "./payload";
import css from "./style.css";

interface Arguments extends Channel {
  readonly data: Payload;
  readonly parentElement: HTMLElement | ShadowRoot;
}

const mounted = new WeakMap<Node, App | null>();

export default function render({ data, parentElement, setStateValue, setTriggerValue }: Arguments): () => void {
  const channel = { setStateValue, setTriggerValue };
  const running = mounted.get(parentElement);
  if (running) running.update(data, channel);
  else if (running === undefined) mounted.set(parentElement, mount(parentElement, data, channel));
  return () => {
    mounted.get(parentElement)?.destroy();
    mounted.delete(parentElement);
    for (const own of parentElement.querySelectorAll("[data-shoal]")) own.remove();
  };
}

function mount(parent: HTMLElement | ShadowRoot, data: Payload, channel: Channel): App | null {
  const style = document.createElement("style");
  style.textContent = css;
  style.dataset["shoal"] = "style";
  const host = document.createElement("div");
  host.dataset["shoal"] = "host";
  parent.append(style, host);
  if (!canDraw()) {
    host.setAttribute("role", "note");
    host.textContent = data.words["no_webgl"] ?? "WebGL is off";
    return null;
  }
  const app = new App(host, data, channel);
  // A canvas cannot be asked where a node is; scripts and tests can ask its host.
  Object.assign(host, { where: (id: string) => app.where(id) });
  return app;
}

function canDraw(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
