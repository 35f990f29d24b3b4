import type { Image } from '../../src/model/deployment.ts';

export const isRootName = (user: string): boolean => /^(?:root|0)(?::|$)/.test(user.trim());

/** Images of languages and bare systems, which run as root unless told otherwise. */
const asRoot =
  /^(?:node|python|golang|rust|ruby|php|perl|openjdk|eclipse-temurin|amazoncorretto|sapmachine|ibmjava|ibm-semeru-runtimes|maven|gradle|java|jdk|jre|adoptopenjdk|alpine|debian|ubuntu|fedora|centos|rockylinux|almalinux|amazonlinux|oraclelinux|busybox|nginx|httpd|caddy|openresty|aspnet|runtime|sdk|runtime-deps|bun|tomcat|jetty|elixir|erlang|buildpack-deps|scratch|static|base|cc|nodejs[\w-]*|java\d*[\w-]*|python3[\w-]*|turbo|pm2)$/;
const elsewise =
  /nonroot|non-root|unprivileged|rootless|chiseled|distroless-extra|(?:^|\/)bitnami(?:legacy)?\/|^cgr\.dev\/|chainguard|circleci\/|cimg\/|(?:^|\/)ubi\d.*-minimal-nonroot/;
const openImages =
  /^(?:docker\.io\/)?(?:library\/)?[\w.-]+(?:[:@]|$)|distroless\/|^mcr\.microsoft\.com\/dotnet\/|^(?:oven|nginx|public\.ecr\.aws\/(?:docker\/library|lambda))\/|^keymetrics\//;

/** As whom the last stage runs. */
export function userOf({ base, user, start }: Image): 'root' | 'other' | 'unknown' {
  if (user) {
    if (user.name.includes('$')) return 'unknown';
    return isRootName(user.name) ? dropping(start) : 'other';
  }
  if (elsewise.test(base.toLowerCase())) return 'other';
  const name = (base.replace(/@.*$/, '').split('/').at(-1) ?? '').replace(/:.*$/, '').toLowerCase();
  if (base.includes('$') || !openImages.test(base) || !asRoot.test(name)) return 'unknown';
  return dropping(start);
}

/** A start that gives up root, or a script that may. */
const dropping = (start: readonly string[]): 'root' | 'other' | 'unknown' => {
  if (start.some((word) => /^(?:gosu|su-exec|setpriv|runuser|chroot|s6-setuidgid)$/.test(word))) return 'other';
  return start.slice(0, 3).some((word) => /(?:entrypoint|start|init|run)[\w-]*\.sh$|docker-entrypoint/.test(word))
    ? 'unknown'
    : 'root';
};
