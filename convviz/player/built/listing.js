/* lines mounted listing: ad72b22425586473cbc91d0d2f3748f7 */
var d=`
.lines { position: relative; overflow: auto; margin: 0; padding: .6em 0; box-sizing: border-box; }
.lines code { display: block; width: max-content; min-width: 100%; font: inherit; }
.lines .line { display: block; padding: 0 1.2em 0 .9em; border-left: .3em solid transparent; min-height: 1.45em; }
.lines [aria-current] {
  background: color-mix(in srgb, var(--mark) 18%, transparent); border-color: var(--mark); font-weight: 700;
}
.lines .now { padding-left: 1.8em; font-weight: 700; color: var(--note); }
`,g=["o","i","j","c","u","v"],c=class{constructor(){this.code=document.createElement("code"),this.box=document.createElement("pre"),Object.assign(this.box,{className:"lines",tabIndex:0}),this.box.setAttribute("role","region"),this.box.append(this.code)}get text(){return`${this.data.lines.join(`
`)}
`}update(t){let o=!this.data;this.data=t,this.box.setAttribute("aria-label",t.label),this.all=t.lines.map(s=>{let e=document.createElement("span");return e.className="line",e.textContent=`${s}
`,e}),this.code.replaceChildren(...this.all),this.now={};for(let[s,e]of Object.entries(t.heads)){let r=document.createElement("span");r.className="now",this.all[e].lastChild.data=t.lines[e],this.all[e].append(r,`
`),this.now[s]=r}o&&(this.box.scrollTop=this.box.scrollHeight),this.reveal()}reveal(){globalThis.convvizStep&&this.mark(globalThis.convvizStep)}mark({output:t,after:o,upto:s}){let e=this.data.phases.slice(o,s),r=new Set(e.flatMap(i=>i.lines));for(let[i,n]of this.all.entries())r.has(i)?n.setAttribute("aria-current","step"):n.removeAttribute("aria-current");let m=e.map(i=>i.at).filter(i=>i.length),u=[0,1,2].map(i=>{let n=new Set(m.map(l=>l[i]));return n.size===1?[...n][0]:void 0}),[v,b,f]=t;for(let[i,n]of[v,b,f,...u].entries()){let l=g[i];l in this.now&&(this.now[l].textContent=n===void 0?"":`${l} = ${n}`)}this.#t(this.all.filter((i,n)=>r.has(n)))}#t(t){if(!t.length)return;let[o,s]=[t[0].offsetTop,t.at(-1).offsetTop+t.at(-1).offsetHeight],{scrollTop:e,clientHeight:r}=this.box;s>e+r?this.box.scrollTop=s-r+16:o<e&&(this.box.scrollTop=o-16)}};function p(a){let t=new WeakMap;return(o,s)=>{let e=t.get(o);return e?.left&&(e.remove(),e=null),e??=new a(o),t.set(o,e),s(e),()=>{o.isConnected||t.get(o)!==e||(t.delete(o),e.remove())}}}var x=`
.convviz-listing {
  position: relative; color: var(--st-text-color); --mark: var(--st-primary-color); --note: var(--st-link-color);
}
.convviz-listing pre {
  max-height: 17rem; border-radius: var(--st-base-radius); background: var(--st-secondary-background-color);
  font: .8125rem/1.45 var(--st-code-font);
}
.convviz-listing button {
  position: absolute; z-index: 1; top: .5rem; right: 1.25rem; min-width: 4.5rem; height: 2rem; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  background: var(--st-background-color); color: inherit; font: .875rem var(--st-font);
}
@media (max-width: 640px) { .convviz-listing button { position: static; margin-bottom: .5rem; } }
.convviz-listing :focus-visible { outline: 3px solid var(--st-primary-color); }
`;function w({data:a,parentElement:t}){return y(t,o=>o.update(a))}var h=class{listen=t=>this.lines.mark(t.detail);constructor(t){this.lines=new c,this.copy=document.createElement("button"),this.copy.type="button",this.copy.hidden=!navigator.clipboard,this.copy.onclick=()=>this.#t(),this.style=document.createElement("style"),this.style.textContent=d+x,this.root=document.createElement("div"),this.root.className="convviz-listing",this.root.append(this.style,this.copy,this.lines.box),t.append(this.root),addEventListener("convviz:step",this.listen)}remove(){removeEventListener("convviz:step",this.listen),clearTimeout(this.copied),this.root.remove()}update(t){this.data=t,this.copy.textContent=t.copy,this.lines.update(t)}async#t(){try{await navigator.clipboard.writeText(this.lines.text)}catch{return getSelection().selectAllChildren(this.lines.code)}this.copy.textContent=this.data.copied,clearTimeout(this.copied),this.copied=setTimeout(()=>{this.copy.textContent=this.data.copy},2e3)}},y=p(h);export{w as default};
