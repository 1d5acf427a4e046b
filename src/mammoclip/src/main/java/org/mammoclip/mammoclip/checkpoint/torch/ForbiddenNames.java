package org.mammoclip.mammoclip.checkpoint.torch;

import java.util.Arrays;
import java.util.Set;

/**
 * Names that a pickle has only if it means to act on the machine that loads it. Nothing is ever called here whatever the name;
 * a file with one of these is refused all the same, because its operator should know what Python would have done with it.
 */
final class ForbiddenNames {
    /** Packages that start programs, reach files or the network, or turn data into code. */
    private static final Set<String> PACKAGES =
            names("os posix nt posixpath ntpath subprocess pty sys shutil socket socketserver ssl http httplib "
                    + "urllib urllib2 urllib3 requests aiohttp ftplib smtplib telnetlib webbrowser runpy importlib imp "
                    + "pkgutil zipimport code codeop pdb bdb profile cProfile timeit ctypes _ctypes cffi "
                    + "multiprocessing threading thread _thread asyncio signal tempfile io _io operator _operator "
                    + "inspect gc atexit pickle _pickle cPickle marshal shelve dill cloudpickle joblib pip setuptools "
                    + "distutils venv ensurepip sqlite3 xmlrpc win32api");

    /** What may be named of Python's built-in namespace: types. */
    private static final Set<String> BUILT_IN_TYPES =
            names("bool bytearray bytes complex dict float frozenset int list long object range set slice str "
                    + "tuple unicode xrange NoneType Ellipsis NotImplemented");

    private static final Set<String> BUILT_IN = Set.of("builtins", "__builtin__", "__builtins__");

    private static final Set<String> TORCH =
            Set.of("torch.hub", "torch.jit", "torch.package", "torch.utils.cpp_extension");

    private static final Set<String> FUNCTIONS = Set.of(
            "torch.load",
            "torch.serialization.load",
            "torch.storage._load_from_bytes",
            "numpy.load",
            "numpy.fromfile",
            "numpy.memmap",
            "numpy.save",
            "types.CodeType",
            "types.FunctionType",
            "codecs.open",
            "logging.config.listen");

    private ForbiddenNames() {}

    private static Set<String> names(String separatedByBlanks) {
        return Set.of(separatedByBlanks.split(" "));
    }

    /**
     * @param module as in {@code os.path}
     * @param name with dots it means members of members, since protocol 4: {@code os.system} of any module that imports {@code os}
     */
    static boolean contains(String module, String name) {
        if (name.indexOf('.') >= 0
                && Arrays.stream(name.split("\\.", -1))
                        .anyMatch(part -> PACKAGES.contains(part) || part.startsWith("__"))) {
            return true;
        }
        int dot = module.indexOf('.');
        String root = dot < 0 ? module : module.substring(0, dot);
        if (BUILT_IN.contains(root)) {
            return !BUILT_IN_TYPES.contains(name);
        }
        return PACKAGES.contains(root)
                || TORCH.stream().anyMatch(prefix -> module.equals(prefix) || module.startsWith(prefix + "."))
                || FUNCTIONS.contains(module + "." + name);
    }
}
